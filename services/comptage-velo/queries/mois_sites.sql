WITH sommes AS (
  SELECT
    j.site, j.mois, count(*) AS jours_comptes,
    count_if(j.week_end) AS week_ends, count_if(NOT j.week_end) AS semaines,
    CAST(sum(j.passages) AS decimal(18, 3)) AS passages,
    CAST(sum(CASE WHEN j.week_end THEN j.passages END) AS decimal(18, 3)) AS du_week_end,
    CAST(sum(CASE WHEN NOT j.week_end THEN j.passages END) AS decimal(18, 3)) AS de_semaine
  FROM jours_sites j
  GROUP BY j.site, j.mois
)
SELECT
  a.site, coalesce(n.nom, a.site) AS nom, a.mois, a.annee, a.numero, a.jours_du_mois,
  CAST(s.passages AS decimal(18, 0)) AS passages,
  CAST(CAST(s.passages AS double) / s.jours_comptes AS decimal(14, 1)) AS jour_moyen,
  CAST(CAST(s.de_semaine AS double) / s.semaines AS decimal(14, 1)) AS jour_ouvre,
  CAST(CAST(s.du_week_end AS double) / s.week_ends AS decimal(14, 1)) AS jour_week_end,
  coalesce(s.jours_comptes, 0) AS jours_comptes, a.jours_attendus,
  CAST(100 * CAST(coalesce(s.jours_comptes, 0) AS double) / a.jours_attendus AS decimal(5, 1)) AS completude,
  concat_ws('
',
    CASE WHEN s.passages IS NULL THEN 'passages: no_day_counted' END,
    CASE WHEN s.passages IS NULL THEN 'jour_moyen: no_day_counted' END,
    CASE WHEN coalesce(s.semaines, 0) = 0 THEN 'jour_ouvre: no_weekday' END,
    CASE WHEN coalesce(s.week_ends, 0) = 0 THEN 'jour_week_end: no_weekend' END
  ) AS reasons
FROM attendus a
LEFT JOIN sommes s ON s.site = a.site AND s.mois = a.mois
LEFT JOIN (
  SELECT trim(x.site) AS site, min(x.nom) AS nom FROM sites x GROUP BY trim(x.site)
) AS n ON n.site = a.site
ORDER BY nom, a.site, a.mois
