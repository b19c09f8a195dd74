-- How near decisions that passed came to an upper limit that is a count: at nine tenths or more, by rule and line.
SELECT rule, line, count(*) AS decisions,
       max(try_cast(observed AS DOUBLE)) AS most, max(try_cast(limit_value AS DOUBLE)) AS limit_then
FROM findings JOIN decisions USING (decision)
WHERE effect = 'PASS' AND rule <> 'dialogue' AND try_cast(observed AS DOUBLE) >= 0.9 * try_cast(limit_value AS DOUBLE)
GROUP BY rule, line
ORDER BY decisions DESC, rule, line;
