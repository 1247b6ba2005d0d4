-- P108.3: the mean of the steps by volumes produced or bought; every resource needs both.
SELECT
  coalesce(a.service_id, r.service_id) AS service, r.annee,
  CASE
    WHEN count(r.etape) = count(*) AND count_if(r.etape NOT IN (0, 20, 40, 50, 60, 80, 100)) = 0
      AND (count(*) = 1 OR (count(r.volume) = count(*) AND sum(r.volume) > 0))
      THEN CASE WHEN count(*) = 1 THEN CAST(max(r.etape) AS decimal(18, 1)) ELSE CAST(0.1 * (
        (2 * CAST(10000 * sum(r.volume * r.etape) AS bigint) + CAST(1000 * sum(r.volume) AS bigint))
        / (2 * CAST(1000 * sum(r.volume) AS bigint))
      ) AS decimal(18, 1)) END
  END AS p108_3
FROM ressources r
LEFT JOIN alias a ON a.alias = trim(r.service_id)
WHERE r.annee IS NOT NULL
GROUP BY coalesce(a.service_id, r.service_id), r.annee
