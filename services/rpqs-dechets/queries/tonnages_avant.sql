-- Of each commune of a year, what it collected in 2010 and in the year before, under the communes
-- that it then was; `mois`: the fewest of these, `mois_au_plus` the most, `suivie`: whether each became this commune alone.
WITH mois_recus AS (
  SELECT p.annee, p.commune, count(DISTINCT p.mois) AS mois
  FROM pesees p
  WHERE p.commune IS NOT NULL
  GROUP BY p.annee, p.commune
),
communes_avant AS (
  SELECT m.annee, m.commune, m.organisme, s.annee AS annee_avant, s.code, s.entiere
  FROM membres m
  JOIN successions s ON s.vers = m.annee AND s.commune = m.commune AND s.propre
  WHERE s.annee = 2010 OR s.annee = m.annee - 1
),
etats AS (
  SELECT
    c.annee, c.commune, c.annee_avant, min(c.organisme) AS organisme,
    bool_and(c.entiere) AS suivie, min(coalesce(r.mois, 0)) AS mois,
    max(coalesce(r.mois, 0)) AS mois_au_plus
  FROM communes_avant c
  LEFT JOIN mois_recus r ON r.annee = c.annee_avant AND r.commune = c.code
  GROUP BY c.annee, c.commune, c.annee_avant
),
kilos AS (
  SELECT c.annee, c.commune, c.annee_avant, p.flux, CAST(sum(p.kg) AS decimal(18, 3)) AS kg
  FROM communes_avant c
  JOIN pesees p ON p.annee = c.annee_avant AND p.commune = c.code
  WHERE c.entiere
  GROUP BY c.annee, c.commune, c.annee_avant, p.flux
)
SELECT e.annee, e.commune, e.annee_avant, e.organisme, e.suivie, e.mois, e.mois_au_plus, k.flux, k.kg
FROM etats e
LEFT JOIN kilos k ON k.annee = e.annee AND k.commune = e.commune AND k.annee_avant = e.annee_avant
