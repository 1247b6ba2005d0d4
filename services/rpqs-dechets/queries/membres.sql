-- Each year, the communes of the territory; where none is known, those that were received. The
-- bodies of the perimeter are of the last year: a commune of before is under that of its land.
WITH annees AS (
  SELECT DISTINCT p.annee FROM pesees p
),
connues AS (
  SELECT DISTINCT t.annee FROM territoire t
),
toutes AS (
  SELECT a.annee, t.commune, true AS territoire_connu
  FROM annees a
  JOIN territoire t ON t.annee = a.annee
  UNION ALL
  SELECT DISTINCT p.annee, p.commune, false AS territoire_connu
  FROM pesees p
  LEFT JOIN connues c ON c.annee = p.annee
  WHERE c.annee IS NULL AND p.commune IS NOT NULL
),
dernieres AS (
  SELECT max(s.vers) AS annee FROM successions s
),
organismes AS (
  SELECT a.annee, a.code AS commune, min(trim(p.organisme)) AS organisme
  FROM perimetre p
  CROSS JOIN dernieres d
  JOIN successions s
    ON s.code = trim(p.commune) AND s.annee = d.annee AND s.vers = d.annee AND s.entiere
  JOIN successions a ON a.commune = s.commune AND a.vers = d.annee AND a.propre
  WHERE p.organisme IS NOT NULL
  GROUP BY a.annee, a.code
)
SELECT
  t.annee, t.commune, coalesce(r.nom, t.commune) AS nom, r.population,
  coalesce(o.organisme, r.epci_nom, '—') AS organisme,
  t.territoire_connu
FROM toutes t
LEFT JOIN successions r
  ON r.code = t.commune AND r.annee = t.annee AND r.vers = t.annee AND r.commune = t.commune
LEFT JOIN organismes o ON o.annee = t.annee AND o.commune = t.commune
