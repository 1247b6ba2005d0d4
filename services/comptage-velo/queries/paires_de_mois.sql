-- The same month of the same site in two years that follow, counted well enough in both: what is
-- compared is an average day times the days of the month, so that a missing day favours no year.
WITH comptes AS (
  SELECT
    j.site, j.mois, count(*) AS jours, CAST(sum(j.passages) AS decimal(18, 3)) AS passages
  FROM jours_sites j
  GROUP BY j.site, j.mois
)
SELECT
  m.site, m.nom, m.annee, m.numero,
  CAST(CAST(c.passages AS double) * m.jours_du_mois / c.jours AS decimal(24, 9)) AS passages,
  CAST(CAST(d.passages AS double) * m.jours_du_mois / d.jours AS decimal(24, 9)) AS passages_avant
FROM mois_sites m
JOIN mois_sites a ON a.site = m.site AND a.numero = m.numero AND a.annee = m.annee - 1
JOIN comptes c ON c.site = m.site AND c.mois = m.mois
JOIN comptes d ON d.site = a.site AND d.mois = a.mois
CROSS JOIN parametres q
WHERE c.jours >= q.part_mois * m.jours_du_mois
  AND d.jours >= q.part_mois * a.jours_du_mois
