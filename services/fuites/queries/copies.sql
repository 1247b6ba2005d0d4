-- The days on which two meters of one sector tell the same flow each hour: one is a copy, and the
-- sector's flow would be counted twice. Meters that stand at zero are no copies.
SELECT
  l.secteur, l.compteur, m.compteur AS copie, a.jour
FROM liens l
JOIN liens m ON m.secteur = l.secteur AND m.compteur > l.compteur
JOIN heures a ON a.genre = 'compteur' AND a.source = l.compteur
JOIN heures b
  ON b.genre = 'compteur' AND b.source = m.compteur AND b.jour = a.jour AND b.heure = a.heure
GROUP BY l.secteur, l.compteur, m.compteur, a.jour
HAVING count(*) >= 22 AND min(abs(a.soixantiemes - b.soixantiemes)) = 0
  AND max(abs(a.soixantiemes - b.soixantiemes)) = 0 AND max(abs(a.soixantiemes)) > 0
