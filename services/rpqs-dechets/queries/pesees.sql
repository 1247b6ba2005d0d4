-- Weighings, each under the commune that its code means in its year.
SELECT
  year(c.jour) AS annee,
  month(c.jour) AS mois,
  coalesce(r.actuel, trim(c.commune)) AS commune,
  r.actuel IS NOT NULL AS connue,
  trim(c.commune) AS code_ecrit,
  c.flux,
  c.kg,
  c.file AS source
FROM collectes c
LEFT JOIN communes r ON r.code = trim(c.commune) AND r.annee = year(c.jour)
WHERE c.commune IS NOT NULL AND c.jour IS NOT NULL AND c.flux IS NOT NULL AND c.kg IS NOT NULL
