-- What became of each campaign, tenant and so on.
SELECT entry.key AS label, entry.value AS value, count(*) AS requests,
       count(*) FILTER (outcome = 'APPROVED') AS approved,
       count(*) FILTER (outcome = 'DEFERRED') AS waiting,
       count(*) FILTER (outcome = 'REJECTED') AS rejected,
       mode(binding_code) FILTER (outcome = 'REJECTED') AS most_often_rejected_by
FROM (SELECT *, unnest(map_entries(labels)) AS entry FROM requests)
GROUP BY label, value
ORDER BY label, requests DESC, value;
