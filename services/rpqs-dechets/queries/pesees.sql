-- Weighings by month, each under the commune that its code is at the end of its year; without a
-- commune where the code is none of that year.
SELECT
  year(c.jour) AS annee,
  month(c.jour) AS mois,
  s.commune,
  trim(c.commune) AS code_ecrit,
  c.flux,
  c.file AS source,
  count(*) AS lignes,
  count_if(c.kg < 0) AS negatives,
  CAST(sum(c.kg) AS decimal(18, 3)) AS kg
FROM collectes c
LEFT JOIN successions s
  ON s.code = trim(c.commune) AND s.annee = year(c.jour) AND s.vers = year(c.jour) AND s.entiere
WHERE c.commune IS NOT NULL AND c.jour IS NOT NULL AND c.flux IS NOT NULL AND c.kg IS NOT NULL
GROUP BY year(c.jour), month(c.jour), s.commune, trim(c.commune), c.flux, c.file
