-- Promised times: kept, moved and by what, not due yet.
SELECT cause,
       count(*) AS promised,
       count(*) FILTER (kept) AS kept,
       count(*) FILTER (NOT kept) AS moved,
       count(*) FILTER (kept IS NULL) AS not_due_yet,
       round(100.0 * count(*) FILTER (kept) / nullif(count(kept), 0), 1) AS kept_percent,
       string_agg(DISTINCT ended_code, ', ' ORDER BY ended_code) FILTER (NOT kept) AS moved_by
FROM waits
WHERE promised_at IS NOT NULL
GROUP BY cause
ORDER BY promised DESC, cause;
