-- The days expected of each site in each month of its time.
WITH sites_bornes AS (
  SELECT b.site, min(b.debut) AS debut, max(b.fin) AS fin FROM bornes b GROUP BY b.site
),
calendrier AS (
  SELECT CAST(t.mois AS date) AS premier
  FROM UNNEST(sequence(DATE '2000-01-01', DATE '2060-12-01', INTERVAL '1' MONTH)) AS t (mois)
)
SELECT
  s.site, date_format(CAST(c.premier AS timestamp), '%Y-%m') AS mois, year(c.premier) AS annee,
  month(c.premier) AS numero,
  date_diff('day', c.premier, last_day_of_month(c.premier)) + 1 AS jours_du_mois,
  date_diff(
    'day', greatest(c.premier, s.debut), least(last_day_of_month(c.premier), s.fin)
  ) + 1 AS jours_attendus
FROM sites_bornes s
JOIN calendrier c ON c.premier <= s.fin AND last_day_of_month(c.premier) >= s.debut
