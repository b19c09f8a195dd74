-- Which policy decided, from when to when, by pool.
SELECT pool, policy_version AS version, policy_hash AS hash, min(decided_at) AS first_decision,
       max(decided_at) AS last_decision, count(*) AS decisions,
       round(100.0 * count(*) FILTER (outcome = 'APPROVED') / count(*), 1) AS approved_percent
FROM decisions
GROUP BY pool, version, hash
ORDER BY pool, first_decision;
