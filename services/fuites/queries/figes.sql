-- The days that a meter passed in part or whole on one same value, 23 hours of data or more: it is
-- out of order, or closed. A zero is believed of a meter that was never otherwise, and of those that
-- are said to be closed.
WITH mesures AS (
  SELECT
    h.source AS compteur, h.jour, h.heure, h.heures,
    CAST(h.soixantiemes / h.heures AS decimal(24, 3)) AS valeur
  FROM heures h
  WHERE h.genre = 'compteur'
),
rangs AS (
  SELECT
    m.compteur, m.jour, m.heures, m.valeur,
    row_number() OVER (PARTITION BY m.compteur ORDER BY m.jour, m.heure)
      - row_number() OVER (PARTITION BY m.compteur, m.valeur ORDER BY m.jour, m.heure) AS suite
  FROM mesures m
),
suites AS (
  SELECT r.compteur, r.valeur, r.suite, sum(r.heures) AS heures
  FROM rangs r
  GROUP BY r.compteur, r.valeur, r.suite
),
muets AS (
  SELECT m.compteur
  FROM mesures m
  GROUP BY m.compteur
  HAVING min(m.valeur) = 0 AND max(m.valeur) = 0
)
SELECT DISTINCT r.compteur, r.jour, r.valeur = 0 AS a_zero
FROM rangs r
JOIN suites s ON s.compteur = r.compteur AND s.valeur = r.valeur AND s.suite = r.suite
LEFT JOIN muets m ON m.compteur = r.compteur
CROSS JOIN reglages q
WHERE s.heures >= 23
  AND NOT (
    r.valeur = 0
    AND (m.compteur IS NOT NULL OR strpos(q.fermes, concat(' ', r.compteur, ' ')) > 0)
  )
