-- What came from each commune each year: months, sources.
SELECT
  m.annee, m.commune, m.nom, m.population, m.organisme, m.perimetre_donne,
  count(DISTINCT p.mois) AS mois,
  max(q.mois_attendus) AS mois_attendus
FROM membres m
CROSS JOIN parametres q
LEFT JOIN pesees p ON p.annee = m.annee AND p.commune = m.commune
GROUP BY m.annee, m.commune, m.nom, m.population, m.organisme, m.perimetre_donne
