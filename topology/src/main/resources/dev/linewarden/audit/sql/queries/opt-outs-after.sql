-- Which message people had last got when they opted out, by line.
WITH opt_outs AS (
    SELECT pool, recipient_id, min(heard_at) AS opted_out_at
    FROM conversations
    WHERE kind = 'OPTED_OUT' OR asks = 'OPT_OUT'
    GROUP BY pool, recipient_id
)
SELECT line, nth AS message, count(*) AS opted_out, median(opted_out_at - sent_at) AS median_time_after
FROM opt_outs
ASOF JOIN sends ON sends.pool = opt_outs.pool AND sends.recipient_id = opt_outs.recipient_id
               AND sends.sent_at <= opt_outs.opted_out_at
GROUP BY line, message
ORDER BY opted_out DESC, line, message;
