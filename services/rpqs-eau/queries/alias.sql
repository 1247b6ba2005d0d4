-- The number, the name or the national number by which a file calls a service; one that two services
-- share calls none.
SELECT u.alias, min(u.service_id) AS service_id
FROM (
  SELECT trim(n.service_id) AS alias, n.service_id FROM noms n
  UNION ALL
  SELECT trim(n.nom) AS alias, n.service_id FROM noms n
  UNION ALL
  SELECT trim(n.id_national) AS alias, n.service_id FROM noms n
) AS u
WHERE u.alias IS NOT NULL
GROUP BY u.alias
HAVING count(DISTINCT u.service_id) = 1
