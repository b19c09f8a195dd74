-- The conversations that each line opened in each week: how many were answered, followed up, and ended in an opt-out.
WITH opened AS (
    SELECT pool, line, recipient_id, date_trunc('week', sent_at)::DATE AS week, sent_at, next_inbound_at
    FROM sends WHERE is_opener
), opt_outs AS (
    SELECT pool, recipient_id, min(heard_at) AS opted_out_at
    FROM conversations
    WHERE kind = 'OPTED_OUT' OR asks = 'OPT_OUT'
    GROUP BY pool, recipient_id
), follow_ups AS (
    SELECT pool, recipient_id, count(*) AS sent FROM sends WHERE nth > 1 GROUP BY pool, recipient_id
)
SELECT line, week, count(*) AS opened,
       count(*) FILTER (next_inbound_at < sent_at + INTERVAL 1 DAY) AS answered_within_a_day,
       count(*) FILTER (next_inbound_at < sent_at + INTERVAL 7 DAY) AS answered_within_a_week,
       coalesce(sum(follow_ups.sent), 0)::BIGINT AS follow_ups,
       count(*) FILTER (opted_out_at >= sent_at) AS opted_out
FROM opened
LEFT JOIN opt_outs USING (pool, recipient_id)
LEFT JOIN follow_ups USING (pool, recipient_id)
GROUP BY line, week
ORDER BY line, week;
