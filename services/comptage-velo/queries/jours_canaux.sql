-- Each channel's days. The last Sunday of March has 23 hours, that of October 25.
WITH jours AS (
  SELECT
    c.canal, c.site, c.jour,
    count(c.passages) AS creneaux,
    CAST(sum(c.passages) AS decimal(18, 3)) AS passages
  FROM creneaux c
  GROUP BY c.canal, c.site, c.jour
),
heures AS (
  SELECT
    j.canal, j.site, j.jour, j.creneaux, j.passages, p.pas_s,
    CASE
      WHEN day_of_week(j.jour) = 7 AND day(j.jour) >= 25 AND month(j.jour) = 3 THEN 23
      WHEN day_of_week(j.jour) = 7 AND day(j.jour) >= 25 AND month(j.jour) = 10 THEN 25
      ELSE 24
    END AS heures
  FROM jours j
  JOIN pas p ON p.canal = j.canal
)
SELECT
  h.canal, h.site, h.jour, h.passages, h.creneaux,
  CASE WHEN h.pas_s >= 86400 THEN h.creneaux >= 1 ELSE h.creneaux * h.pas_s >= h.heures * 3600 END
    AS entier
FROM heures h
