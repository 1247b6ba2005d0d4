-- The communes of each service and year, with the share that it serves: of the year where the
-- list says one, else those of 31 December.
SELECT u.service, u.annee, u.commune, max(u.part) AS part
FROM (
  SELECT
    s.service_id AS service, y.annee, s.code_commune AS commune,
    coalesce(s.part_desservie, 100) AS part
  FROM services s
  JOIN (SELECT DISTINCT i.annee FROM indicateurs i) AS y
    ON (s.depuis IS NULL OR year(s.depuis) <= y.annee)
    AND (s.jusqu_au IS NULL OR year(s.jusqu_au) > y.annee
      OR (year(s.jusqu_au) = y.annee AND month(s.jusqu_au) = 12 AND day(s.jusqu_au) = 31))
  WHERE s.code_commune IS NOT NULL AND s.service_id IS NOT NULL
  UNION ALL
  SELECT
    coalesce(a.service_id, d.service_id) AS service, d.annee, d.code_commune AS commune,
    coalesce(d.part_desservie, 100) AS part
  FROM desserte d
  LEFT JOIN alias a ON a.alias = trim(d.service_id)
  WHERE d.code_commune IS NOT NULL AND d.service_id IS NOT NULL AND d.annee IS NOT NULL
) AS u
GROUP BY u.service, u.annee, u.commune
