WITH annees AS (
  SELECT DISTINCT m.annee, 1 AS rang, m.site, m.nom FROM mois_sites m
  UNION
  SELECT DISTINCT m.annee, 0 AS rang, 'ENSEMBLE' AS site, 'Ensemble' AS nom FROM mois_sites m
),
sommes AS (
  SELECT
    1 AS rang, p.site, p.annee, count(*) AS mois_compares, CAST(1 AS bigint) AS sites,
    CAST(sum(p.passages) AS decimal(24, 9)) AS passages,
    CAST(sum(p.passages_avant) AS decimal(24, 9)) AS passages_avant
  FROM paires_de_mois p
  GROUP BY p.site, p.annee
  UNION ALL
  SELECT
    0 AS rang, 'ENSEMBLE' AS site, p.annee, count(*) AS mois_compares,
    count(DISTINCT p.site) AS sites,
    CAST(sum(p.passages) AS decimal(24, 9)) AS passages,
    CAST(sum(p.passages_avant) AS decimal(24, 9)) AS passages_avant
  FROM paires_de_mois p
  GROUP BY p.annee
)
SELECT
  a.site, a.nom, a.annee,
  CASE
    WHEN s.passages_avant > 0
      THEN CAST(0.1 * CAST(
        CAST(1000 * (s.passages - s.passages_avant) AS double) / CAST(s.passages_avant AS double)
        AS decimal(18, 0)
      ) AS decimal(9, 1))
  END AS evolution,
  coalesce(s.mois_compares, 0) AS mois_compares, coalesce(s.sites, 0) AS sites,
  CASE
    WHEN v.annee IS NULL THEN 'evolution: no_year_before'
    WHEN s.passages IS NULL THEN 'evolution: no_common_month'
    WHEN s.passages_avant = 0 THEN 'evolution: zero_the_year_before'
    ELSE ''
  END AS reasons
FROM annees a
LEFT JOIN annees v ON v.rang = a.rang AND v.site = a.site AND v.annee = a.annee - 1
LEFT JOIN sommes s ON s.rang = a.rang AND s.site = a.site AND s.annee = a.annee
ORDER BY a.rang, a.nom, a.site, a.annee
