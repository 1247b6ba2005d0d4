-- What came from each commune each year; its year is whole when it has rows in each month.
SELECT
  m.annee, m.commune, m.nom, m.population, m.organisme, m.territoire_connu,
  count(DISTINCT p.mois) AS mois,
  max(q.mois_attendus) AS mois_attendus,
  count(DISTINCT p.mois) > 0 AND count(DISTINCT p.mois) >= max(q.mois_attendus) AS entiere
FROM membres m
CROSS JOIN parametres q
LEFT JOIN pesees p ON p.annee = m.annee AND p.commune = m.commune
GROUP BY m.annee, m.commune, m.nom, m.population, m.organisme, m.territoire_connu
