-- The communes of each service and year in one text, to tell the same territory from another.
SELECT
  p.service, p.annee, count(*) AS communes,
  listagg(concat(p.commune, ':', CAST(CAST(p.part AS decimal(9, 2)) AS varchar)), ' ')
    WITHIN GROUP (ORDER BY p.commune) AS territoire,
  listagg(p.commune, ' ') WITHIN GROUP (ORDER BY p.commune) AS codes
FROM perimetres p
GROUP BY p.service, p.annee
