SELECT
  f.name AS nom, f.year AS annee, f.kg, f.population, f.kg_hab, f.kg_hab_observed, f.recovery_rate,
  f.index_2010, f.eur_t, f.eur_hab, f.reasons, f.communes, f.communes_expected, f.months,
  f.months_expected, f.communes_missing, f.communes_partial, f.sources,
  CASE
    WHEN f.communes = 0 THEN 'silent'
    WHEN f.kg_hab_observed IS NULL THEN 'without_rate'
    WHEN f.months < f.months_expected THEN 'partial'
    WHEN f.communes_missing <> '' THEN 'communes_missing'
    ELSE 'complete'
  END AS phrase
FROM figures f
WHERE f.level = 'organisme' AND f.flux = 'TOTAL'
ORDER BY f.name, f.year
