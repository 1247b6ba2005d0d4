-- Each year, the communes that are expected, or those that are there where no perimeter is given.
WITH donne AS (
  SELECT count(*) AS communes FROM perimetre p
),
annees AS (
  SELECT DISTINCT p.annee FROM pesees p
),
attendues AS (
  SELECT a.annee, coalesce(r.actuel, trim(p.commune)) AS commune, min(p.organisme) AS organisme
  FROM perimetre p
  CROSS JOIN annees a
  LEFT JOIN communes r ON r.code = trim(p.commune) AND r.annee = a.annee
  WHERE p.commune IS NOT NULL
  GROUP BY a.annee, coalesce(r.actuel, trim(p.commune))
),
vues AS (
  SELECT DISTINCT p.annee, p.commune FROM pesees p
),
toutes AS (
  SELECT a.annee, a.commune, a.organisme FROM attendues a
  UNION ALL
  SELECT v.annee, v.commune, CAST(NULL AS varchar) AS organisme
  FROM vues v
  CROSS JOIN donne d
  WHERE d.communes = 0
)
SELECT
  t.annee, t.commune, coalesce(r.nom, t.commune) AS nom, r.population,
  coalesce(t.organisme, r.epci_nom, '—') AS organisme,
  d.communes > 0 AS perimetre_donne
FROM toutes t
CROSS JOIN donne d
LEFT JOIN communes r ON r.code = t.commune AND r.annee = t.annee
