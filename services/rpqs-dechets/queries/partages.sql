-- Of each level that has costs: the streams that costs and tonnes both hold, and those that one of
-- them has alone.
WITH cotes AS (
  SELECT x.annee, x.niveau, x.cle, x.flux, x.eur, CAST(NULL AS decimal(18, 3)) AS kg
  FROM couts_niveaux x
  WHERE x.flux <> 'TOTAL'
  UNION ALL
  SELECT t.annee, t.niveau, t.cle, t.flux, CAST(NULL AS decimal(18, 2)) AS eur, t.kg
  FROM tonnages t
  WHERE t.flux <> 'TOTAL'
),
par_flux AS (
  SELECT
    k.annee, k.niveau, k.cle, k.flux, CAST(sum(k.eur) AS decimal(18, 2)) AS eur,
    CAST(sum(k.kg) AS decimal(18, 3)) AS kg
  FROM cotes k
  GROUP BY k.annee, k.niveau, k.cle, k.flux
)
SELECT
  f.annee, f.niveau, f.cle,
  CAST(sum(CASE WHEN f.kg IS NOT NULL THEN f.eur END) AS decimal(18, 2)) AS eur,
  CAST(sum(CASE WHEN f.eur IS NOT NULL THEN f.kg END) AS decimal(18, 3)) AS kg,
  listagg(CASE WHEN f.eur IS NOT NULL AND f.kg IS NOT NULL THEN f.flux END, ' ')
    WITHIN GROUP (ORDER BY f.flux) AS flux_communs,
  listagg(CASE WHEN f.kg IS NULL THEN f.flux END, ' ') WITHIN GROUP (ORDER BY f.flux) AS flux_sans_tonnes,
  listagg(CASE WHEN f.eur IS NULL THEN f.flux END, ' ') WITHIN GROUP (ORDER BY f.flux) AS flux_sans_couts
FROM par_flux f
JOIN couts_niveaux t
  ON t.annee = f.annee AND t.niveau = f.niveau AND t.cle = f.cle AND t.flux = 'TOTAL'
GROUP BY f.annee, f.niveau, f.cle
