-- The communes to cover: as they are given, else those that have a place.
WITH donnees AS (
  SELECT count(*) AS communes FROM perimetre p
),
codes AS (
  SELECT coalesce(c.actuel, trim(p.commune)) AS commune, TRUE AS donnee
  FROM perimetre p
  LEFT JOIN connues c ON c.code = trim(p.commune)
  WHERE p.commune IS NOT NULL
  UNION
  SELECT l.commune, FALSE AS donnee
  FROM lieux_lus l
  CROSS JOIN donnees d
  WHERE d.communes = 0 AND l.connue
)
SELECT
  k.commune, k.donnee, coalesce(c.nom, k.commune) AS nom, c.population,
  coalesce(c.epci_siren, '—') AS epci, coalesce(c.epci_nom, 'Sans EPCI') AS epci_nom,
  CASE WHEN substr(k.commune, 1, 2) = '97' THEN substr(k.commune, 1, 3) ELSE substr(k.commune, 1, 2) END
    AS departement
FROM codes k
LEFT JOIN connues c ON c.code = k.commune
