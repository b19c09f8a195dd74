-- What operators were told, by day (UTC).
SELECT raised_at::DATE AS day, kind, severity, count(*) AS alerts, count(DISTINCT line) AS lines
FROM alerts
GROUP BY day, kind, severity
ORDER BY day, alerts DESC, kind;
