-- The time step of each channel, in seconds: as its measures show it, else as it is said; one slot a
-- day where nothing says.
WITH par_jour AS (
  SELECT c.canal, c.jour, count(*) AS creneaux FROM creneaux c GROUP BY c.canal, c.jour
),
frequents AS (
  SELECT p.canal, max(p.creneaux) AS creneaux FROM par_jour p GROUP BY p.canal
),
durees AS (
  SELECT c.canal, CAST(approx_percentile(c.duree_s, 0.5) AS bigint) AS duree_s
  FROM creneaux c
  GROUP BY c.canal
)
SELECT
  f.canal,
  CASE
    WHEN d.duree_s > 0 AND d.duree_s < 82800 THEN d.duree_s
    WHEN d.duree_s >= 82800 THEN 86400
    WHEN l.pas_s > 0 AND l.pas_s < 86400 THEN l.pas_s
    WHEN f.creneaux > 90 THEN 900
    WHEN f.creneaux > 20 THEN 3600
    ELSE 86400
  END AS pas_s
FROM frequents f
JOIN canaux_lus l ON l.canal = f.canal
LEFT JOIN durees d ON d.canal = f.canal
