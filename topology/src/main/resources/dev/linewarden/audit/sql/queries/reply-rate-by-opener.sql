-- Which openers are answered: by the label campaign, or by text where there is none.
SELECT coalesce(labels['campaign'], 'text ' || text_id) AS opener,
       count(*) AS sent,
       count(next_inbound_at) AS answered,
       round(100.0 * count(next_inbound_at) / count(*), 1) AS reply_rate_percent,
       count(*) FILTER (asks_question) AS with_a_question,
       median(next_inbound_at - sent_at) AS median_time_to_reply
FROM sends
WHERE is_opener
GROUP BY opener
ORDER BY sent DESC, opener;
