-- When the ticket of each slip may come, for each way in which two clocks differ: none, one that
-- forgot summer time (60 minutes either way), a device that dates a day early or late. Hours are
-- looked at where nine tickets in ten say theirs.
WITH horaires AS (
  SELECT count_if(t.timed) * 10 >= count(*) * 9 AS connus FROM tickets_lus t
),
fenetres AS (
  SELECT
    b.ligne, b.vehicule, b.jour, h.decalage,
    CASE
      WHEN b.timed AND s.connus THEN b.minute_bon + h.decalage + k.minutes_min
      ELSE b.minute_bon - b.minute_bon % 1440 + h.decalage
    END AS de,
    CASE
      WHEN b.timed AND s.connus THEN b.minute_bon + h.decalage + k.minutes_max
      ELSE b.minute_bon - b.minute_bon % 1440 + h.decalage + 1439
    END AS a
  FROM bons_lus b
  CROSS JOIN (VALUES (0), (-60), (60), (-1440), (1440)) AS h (decalage)
  CROSS JOIN horaires s
  CROSS JOIN marche k
  WHERE b.minute_bon IS NOT NULL AND NOT b.autre_contrat
    AND (b.timed AND s.connus OR h.decalage % 1440 = 0)
)
SELECT f.ligne, f.vehicule, f.jour, f.decalage, f.de, f.a, f.de / 1440 AS jour_site
FROM fenetres f
UNION ALL
SELECT f.ligne, f.vehicule, f.jour, f.decalage, f.de, f.a, f.a / 1440 AS jour_site
FROM fenetres f
WHERE f.a / 1440 <> f.de / 1440
