-- Whether all bodies of a level give what recycling centres receive.
WITH donnes AS (
  SELECT m.annee, m.organisme, count_if(p.flux = 'DECHETERIES') > 0 AS donnees
  FROM membres m
  LEFT JOIN pesees p ON p.annee = m.annee AND p.commune = m.commune
  GROUP BY m.annee, m.organisme
)
SELECT n.annee, n.niveau, n.cle, bool_and(d.donnees) AS donnees
FROM niveaux n
JOIN membres m ON m.annee = n.annee AND m.commune = n.commune
JOIN donnes d ON d.annee = m.annee AND d.organisme = m.organisme
GROUP BY n.annee, n.niveau, n.cle
