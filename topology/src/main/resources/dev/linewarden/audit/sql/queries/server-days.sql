-- Sends of each server on each day (UTC), and its busiest minute.
WITH minutes AS (
    SELECT server, sent_at::DATE AS day, date_trunc('minute', sent_at) AS minute, count(*) AS sends,
           count(*) FILTER (is_opener) AS openers, count(DISTINCT line) AS lines
    FROM sends GROUP BY ALL
)
SELECT server, day, sum(sends)::BIGINT AS sends, sum(openers)::BIGINT AS openers, max(lines) AS most_lines_in_a_minute,
       max(sends) AS most_in_a_minute
FROM minutes
GROUP BY server, day
ORDER BY day, server;
