-- Each hour of a source, in m3 x 60: a meter that tells a flow each quarter of an hour has an hour
-- where all its quarters are there. The hour that comes twice is one row of two hours.
WITH pas AS (
  SELECT c.source, c.genre, count(DISTINCT c.minute) AS par_heure
  FROM creneaux c
  GROUP BY c.source, c.genre
)
SELECT
  c.source, c.genre, c.jour, c.heure, min(c.heures) AS heures,
  CAST(sum(c.debit) * 60 / max(p.par_heure) AS decimal(24, 3)) AS soixantiemes
FROM creneaux c
JOIN pas p ON p.source = c.source AND p.genre = c.genre AND p.par_heure IN (1, 2, 3, 4, 6, 12)
WHERE c.debit IS NOT NULL
GROUP BY c.source, c.genre, c.jour, c.heure
HAVING count(*) = max(p.par_heure)
