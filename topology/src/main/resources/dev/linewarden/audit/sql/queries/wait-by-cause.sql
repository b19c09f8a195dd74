-- What requests wait for and for how long.
SELECT cause,
       count(*) AS waits,
       count(*) FILTER (ended_at IS NULL) AS still_waiting,
       count(*) FILTER (ended_with = 'APPROVED') AS then_approved,
       count(*) FILTER (ended_with = 'REJECTED') AS then_rejected,
       median(waited) AS median_wait,
       max(waited) AS longest_wait
FROM waits
GROUP BY cause
ORDER BY waits DESC, cause;
