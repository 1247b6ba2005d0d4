-- The same of a site's whole time, and of all sites together.
WITH niveaux AS (
  SELECT 1 AS rang, j.site, j.week_end, j.passages FROM jours_sites j
  UNION ALL
  SELECT 0 AS rang, 'ENSEMBLE' AS site, j.week_end, j.passages FROM jours_sites j
),
comptes AS (
  SELECT
    n.rang, n.site, count(*) AS jours_comptes,
    count_if(n.week_end) AS week_ends, count_if(NOT n.week_end) AS semaines,
    CAST(sum(n.passages) AS decimal(18, 3)) AS passages,
    CAST(sum(CASE WHEN n.week_end THEN n.passages END) AS decimal(18, 3)) AS du_week_end,
    CAST(sum(CASE WHEN NOT n.week_end THEN n.passages END) AS decimal(18, 3)) AS de_semaine
  FROM niveaux n
  GROUP BY n.rang, n.site
),
jours AS (
  SELECT
    1 AS rang, m.site, m.nom, CAST(sum(m.jours_attendus) AS bigint) AS jours_attendus,
    CAST(1 AS bigint) AS sites
  FROM mois_sites m
  GROUP BY m.site, m.nom
  UNION ALL
  SELECT
    0 AS rang, 'ENSEMBLE' AS site, 'Ensemble' AS nom,
    CAST(sum(m.jours_attendus) AS bigint) AS jours_attendus, count(DISTINCT m.site) AS sites
  FROM mois_sites m
  HAVING count(*) > 0
)
SELECT
  j.rang, j.site, j.nom, j.sites,
  CAST(c.passages AS decimal(18, 0)) AS passages,
  CAST(CAST(c.passages AS double) / c.jours_comptes AS decimal(14, 1)) AS jour_moyen,
  CAST(CAST(c.de_semaine AS double) / c.semaines AS decimal(14, 1)) AS jour_ouvre,
  CAST(CAST(c.du_week_end AS double) / c.week_ends AS decimal(14, 1)) AS jour_week_end,
  coalesce(c.jours_comptes, 0) AS jours_comptes, j.jours_attendus,
  CAST(100 * CAST(coalesce(c.jours_comptes, 0) AS double) / j.jours_attendus AS decimal(5, 1)) AS completude,
  concat_ws('
',
    CASE WHEN c.passages IS NULL THEN 'passages: no_day_counted' END,
    CASE WHEN c.passages IS NULL THEN 'jour_moyen: no_day_counted' END,
    CASE WHEN coalesce(c.semaines, 0) = 0 THEN 'jour_ouvre: no_weekday' END,
    CASE WHEN coalesce(c.week_ends, 0) = 0 THEN 'jour_week_end: no_weekend' END
  ) AS reasons,
  CASE WHEN c.passages IS NULL THEN 'vide' ELSE 'complet' END AS phrase
FROM jours j
LEFT JOIN comptes c ON c.rang = j.rang AND c.site = j.site
