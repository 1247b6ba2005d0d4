-- The days of the data with their hours, 23 and 25 at changes of hour. The last day is out while no
-- meter has all of it: it has not ended.
WITH bornes AS (
  SELECT min(h.jour) AS debut, max(h.jour) AS fin FROM heures h WHERE h.genre = 'compteur'
),
jours AS (
  SELECT CAST(t.jour AS date) AS jour
  FROM UNNEST(sequence(DATE '2015-01-01', DATE '2040-12-31', INTERVAL '1' DAY)) AS t (jour)
),
dates AS (
  SELECT
    j.jour, b.fin,
    CASE
      WHEN day_of_week(j.jour) = 7 AND day(j.jour) >= 25 AND month(j.jour) = 3 THEN 23
      WHEN day_of_week(j.jour) = 7 AND day(j.jour) >= 25 AND month(j.jour) = 10 THEN 25
      ELSE 24
    END AS heures
  FROM jours j
  JOIN bornes b ON j.jour BETWEEN b.debut AND b.fin
),
comptes AS (
  SELECT h.jour, h.source, sum(h.heures) AS heures
  FROM heures h
  WHERE h.genre = 'compteur'
  GROUP BY h.jour, h.source
),
pleins AS (
  SELECT c.jour, max(c.heures) AS heures FROM comptes c GROUP BY c.jour
)
SELECT d.jour, d.heures
FROM dates d
LEFT JOIN pleins p ON p.jour = d.jour
WHERE d.jour < d.fin OR p.heures >= d.heures
