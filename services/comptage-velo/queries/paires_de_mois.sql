-- The same month of the same site in two years that follow, counted well enough in both: what is
-- compared is an average day times the days of the month, so that a missing day favours no year.
SELECT
  m.site, m.nom, m.annee, m.numero,
  CAST(m.jour_moyen * m.jours_du_mois AS decimal(18, 3)) AS passages,
  CAST(a.jour_moyen * m.jours_du_mois AS decimal(18, 3)) AS passages_avant
FROM mois_sites m
JOIN mois_sites a ON a.site = m.site AND a.numero = m.numero AND a.annee = m.annee - 1
CROSS JOIN parametres q
WHERE m.jours_comptes >= q.part_mois * m.jours_du_mois
  AND a.jours_comptes >= q.part_mois * a.jours_du_mois
