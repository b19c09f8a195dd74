-- What waits still, as far as the records tell.
SELECT cause, line, count(*) AS waiting, min(began_at) AS since, min(promised_at) AS next_promised, max(promised_at) AS last_promised
FROM waits
WHERE ended_at IS NULL
GROUP BY cause, line
ORDER BY waiting DESC, cause, line;
