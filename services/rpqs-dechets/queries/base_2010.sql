-- 2010 of each level, over its communes of today.
WITH etats AS (
  SELECT DISTINCT t.annee, t.commune, t.suivie, t.mois, t.mois_au_plus
  FROM tonnages_avant t
  WHERE t.annee_avant = 2010
),
couverts AS (
  SELECT
    n.annee, n.niveau, n.cle,
    bool_and(coalesce(e.suivie, false)) AS suivies,
    min(coalesce(e.mois, 0)) AS mois,
    max(coalesce(e.mois_au_plus, 0)) AS mois_au_plus
  FROM niveaux n
  LEFT JOIN etats e ON e.annee = n.annee AND e.commune = n.commune
  GROUP BY n.annee, n.niveau, n.cle
),
par_flux AS (
  SELECT n.annee, n.niveau, n.cle, t.flux, CAST(sum(t.kg) AS decimal(18, 3)) AS kg
  FROM niveaux n
  JOIN tonnages_avant t ON t.annee = n.annee AND t.commune = n.commune
  WHERE t.annee_avant = 2010 AND t.flux IS NOT NULL
  GROUP BY n.annee, n.niveau, n.cle, t.flux
),
tous AS (
  SELECT f.annee, f.niveau, f.cle, f.flux, f.kg FROM par_flux f
  UNION ALL
  SELECT f.annee, f.niveau, f.cle, 'TOTAL' AS flux, CAST(sum(f.kg) AS decimal(18, 3)) AS kg
  FROM par_flux f
  GROUP BY f.annee, f.niveau, f.cle
)
SELECT
  l.annee, l.niveau, l.cle, l.flux, CAST(coalesce(t.kg, 0) AS decimal(18, 3)) AS kg, c.suivies, c.mois, c.mois_au_plus,
  l.flux <> 'TOTAL' OR coalesce(a.pareils, true) AS pareils
FROM tonnages l
JOIN couverts c ON c.annee = l.annee AND c.niveau = l.niveau AND c.cle = l.cle
LEFT JOIN tous t ON t.annee = l.annee AND t.niveau = l.niveau AND t.cle = l.cle AND t.flux = l.flux
LEFT JOIN apports_avant a
  ON a.annee = l.annee AND a.niveau = l.niveau AND a.cle = l.cle AND a.annee_avant = 2010
