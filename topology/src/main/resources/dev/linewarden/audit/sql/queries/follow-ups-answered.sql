-- Whether following up helps: answers to the first, second, third message since the recipient last wrote.
SELECT nth AS message,
       count(*) AS sent,
       count(*) FILTER (answered) AS answered,
       round(100.0 * count(*) FILTER (answered) / count(*), 1) AS answered_percent,
       median(answered_after) AS median_time_to_reply
FROM sends
GROUP BY nth
ORDER BY nth;
