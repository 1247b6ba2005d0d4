-- Whether each body of a level gives its recycling centres in both years, or in neither.
WITH avant AS (
  SELECT
    t.annee, t.annee_avant, t.organisme, count_if(t.flux = 'DECHETERIES') > 0 AS donnees
  FROM tonnages_avant t
  GROUP BY t.annee, t.annee_avant, t.organisme
),
maintenant AS (
  SELECT m.annee, m.organisme, count_if(p.flux = 'DECHETERIES') > 0 AS donnees
  FROM membres m
  LEFT JOIN pesees p ON p.annee = m.annee AND p.commune = m.commune
  GROUP BY m.annee, m.organisme
)
SELECT n.annee, n.niveau, n.cle, a.annee_avant, bool_and(a.donnees = d.donnees) AS pareils
FROM niveaux n
JOIN membres m ON m.annee = n.annee AND m.commune = n.commune
JOIN maintenant d ON d.annee = m.annee AND d.organisme = m.organisme
JOIN avant a ON a.annee = m.annee AND a.organisme = m.organisme
GROUP BY n.annee, n.niveau, n.cle, a.annee_avant
