-- How requests stand or ended, and the code that said so.
SELECT outcome, binding_code AS code, count(*) AS requests,
       round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
       count(DISTINCT recipient_id) AS recipients
FROM requests
GROUP BY outcome, code
ORDER BY requests DESC, outcome, code;
