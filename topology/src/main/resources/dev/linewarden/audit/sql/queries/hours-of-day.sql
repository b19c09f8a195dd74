-- When messages leave and when people write (UTC).
SELECT hour, count(*) FILTER (what = 'send') AS sends, count(*) FILTER (what = 'reply') AS inbound
FROM (SELECT hour(sent_at) AS hour, 'send' AS what FROM sends
      UNION ALL
      SELECT hour(heard_at), 'reply' FROM conversations WHERE kind = 'INBOUND_MESSAGE')
GROUP BY hour
ORDER BY hour;
