-- A site's day is counted when each of its channels expected that day is.
WITH presents AS (
  SELECT j.site, j.jour, count(*) AS canaux, CAST(sum(j.passages) AS decimal(18, 3)) AS passages
  FROM jours_canaux j
  JOIN bornes b ON b.canal = j.canal AND j.jour BETWEEN b.debut AND b.fin
  WHERE j.entier
  GROUP BY j.site, j.jour
),
attendus_du_jour AS (
  SELECT p.site, p.jour, count(*) AS canaux
  FROM presents p
  JOIN bornes b ON b.site = p.site AND p.jour BETWEEN b.debut AND b.fin
  GROUP BY p.site, p.jour
)
SELECT
  p.site, p.jour, date_format(CAST(p.jour AS timestamp), '%Y-%m') AS mois,
  day_of_week(p.jour) >= 6 AS week_end, p.passages
FROM presents p
JOIN attendus_du_jour a ON a.site = p.site AND a.jour = p.jour
WHERE p.canaux >= a.canaux
