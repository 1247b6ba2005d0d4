-- What is recovered of each level, over the streams whose share is known, and the streams that are
-- out of it: recycling centres among them where they are not in the data.
WITH flux_du_niveau AS (
  SELECT t.annee, t.niveau, t.cle, t.flux, t.kg, t.kg_entier, p.part
  FROM tonnages t
  LEFT JOIN parts p ON p.flux = t.flux
  WHERE t.flux <> 'TOTAL'
  UNION ALL
  SELECT
    a.annee, a.niveau, a.cle, 'DECHETERIES' AS flux, CAST(NULL AS decimal(18, 3)) AS kg,
    CAST(NULL AS decimal(18, 3)) AS kg_entier, CAST(NULL AS decimal(9, 6)) AS part
  FROM couvertures a
  LEFT JOIN tonnages t
    ON t.annee = a.annee AND t.niveau = a.niveau AND t.cle = a.cle AND t.flux = 'DECHETERIES'
  WHERE t.flux IS NULL
)
SELECT
  f.annee, f.niveau, f.cle,
  CAST(sum(f.kg * f.part) AS decimal(24, 9)) AS valorise,
  CAST(sum(CASE WHEN f.part IS NOT NULL THEN f.kg END) AS decimal(18, 3)) AS base,
  CAST(sum(f.kg_entier * f.part) AS decimal(24, 9)) AS valorise_entier,
  CAST(sum(CASE WHEN f.part IS NOT NULL THEN f.kg_entier END) AS decimal(18, 3)) AS base_entier,
  listagg(CASE WHEN f.part IS NOT NULL THEN f.flux END, ' ') WITHIN GROUP (ORDER BY f.flux) AS flux_dedans,
  listagg(CASE WHEN f.part IS NULL THEN f.flux END, ' ') WITHIN GROUP (ORDER BY f.flux) AS flux_dehors
FROM flux_du_niveau f
GROUP BY f.annee, f.niveau, f.cle
