SELECT
  f.nom, f.communes, f.population, f.lieux, f.places, f.lieux_sans_places, f.lieux_1000,
  f.places_1000, f.places_1000_au_moins, f.communes_loin, f.reasons,
  CASE
    WHEN f.lieux_1000 IS NULL THEN 'sans_taux'
    WHEN f.communes_loin IS NULL THEN 'sans_distance'
    ELSE 'complete'
  END AS phrase
FROM figures f
WHERE f.niveau = 'ensemble'
