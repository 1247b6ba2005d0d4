-- Each figure with what it covers; of each that is not there, why.
WITH valorises AS (
  SELECT
    t.annee, t.niveau, t.cle,
    CAST(sum(t.kg * p.part) AS decimal(24, 9)) AS valorise,
    CAST(sum(t.kg) AS decimal(18, 3)) AS base
  FROM tonnages t
  JOIN parts p ON p.flux = t.flux
  GROUP BY t.annee, t.niveau, t.cle
),
bases AS (
  SELECT
    c.annee, c.niveau, c.cle, c.nom, t.flux, t.kg, c.population, c.communes, c.communes_attendues,
    c.mois, c.mois_attendus, c.communes_missing, c.communes_partial, c.sources, c.perimetre_donne,
    c.population_attendue,
    CASE
      WHEN c.communes = 0 THEN 'no_rows'
      WHEN c.sans_population > 0 THEN 'population_unknown'
      WHEN c.population = 0 THEN 'population_zero'
    END AS sans_denominateur,
    CASE WHEN c.communes > 0 AND c.mois < c.mois_attendus THEN 'year_partly_covered' END AS partielle,
    v.valorise, v.base,
    r.kg AS kg_2010,
    CASE
      WHEN c.communes = 0 THEN 'no_rows'
      WHEN r.kg IS NULL THEN 'no_2010'
      WHEN r.kg = 0 THEN 'zero_in_2010'
      WHEN r.communes_vues <> c.communes_vues THEN 'other_communes_in_2010'
      WHEN r.mois < r.mois_attendus THEN '2010_partly_covered'
    END AS sans_2010,
    x.eur,
    CASE
      WHEN c.niveau <> 'ensemble' THEN 'costs_of_the_whole_only'
      WHEN x.eur IS NULL THEN 'no_costs'
      WHEN c.communes < c.communes_attendues THEN 'communes_missing'
    END AS sans_couts
  FROM couvertures c
  JOIN tonnages t ON t.annee = c.annee AND t.niveau = c.niveau AND t.cle = c.cle
  LEFT JOIN valorises v ON v.annee = c.annee AND v.niveau = c.niveau AND v.cle = c.cle
  LEFT JOIN reference_2010 r ON r.niveau = c.niveau AND r.cle = c.cle AND r.flux = t.flux
  LEFT JOIN couts x ON x.annee = c.annee AND x.flux = t.flux
)
SELECT
  b.niveau AS level,
  b.cle AS code,
  b.nom AS name,
  b.annee AS year,
  b.flux,
  b.kg,
  b.population,
  CASE
    WHEN b.sans_denominateur IS NULL AND b.partielle IS NULL
      THEN CAST(CAST(b.kg AS double) / CAST(b.population AS double) AS decimal(14, 2))
  END AS kg_hab,
  CASE
    WHEN b.sans_denominateur IS NULL
      THEN CAST(CAST(b.kg AS double) / CAST(b.population AS double) AS decimal(14, 2))
  END AS kg_hab_observed,
  CASE
    WHEN b.flux = 'TOTAL' AND b.partielle IS NULL AND b.base > 0
      THEN CAST(100 * CAST(b.valorise AS double) / CAST(b.base AS double) AS decimal(7, 2))
  END AS recovery_rate,
  CASE
    WHEN b.sans_2010 IS NULL AND b.partielle IS NULL
      THEN CAST(100 * CAST(b.kg AS double) / CAST(b.kg_2010 AS double) AS decimal(9, 2))
  END AS index_2010,
  CASE
    WHEN b.sans_couts IS NULL AND b.partielle IS NULL AND b.kg > 0
      THEN CAST(1000 * CAST(b.eur AS double) / CAST(b.kg AS double) AS decimal(14, 2))
  END AS eur_t,
  CASE
    WHEN b.sans_couts IS NULL AND b.partielle IS NULL AND b.sans_denominateur IS NULL
      THEN CAST(CAST(b.eur AS double) / CAST(b.population AS double) AS decimal(14, 2))
  END AS eur_hab,
  concat_ws('
',
    CASE WHEN b.kg IS NULL THEN 'kg: no_rows' END,
    CASE
      WHEN b.sans_denominateur IS NOT NULL THEN concat('kg_hab: ', b.sans_denominateur)
      WHEN b.partielle IS NOT NULL THEN concat('kg_hab: ', b.partielle)
    END,
    CASE WHEN b.sans_denominateur IS NOT NULL THEN concat('kg_hab_observed: ', b.sans_denominateur) END,
    CASE
      WHEN b.flux <> 'TOTAL' THEN 'recovery_rate: of_the_total_only'
      WHEN b.communes = 0 THEN 'recovery_rate: no_rows'
      WHEN b.partielle IS NOT NULL THEN concat('recovery_rate: ', b.partielle)
      WHEN b.base IS NULL THEN 'recovery_rate: no_known_stream'
      WHEN b.base <= 0 THEN 'recovery_rate: denominator_zero'
    END,
    CASE
      WHEN b.sans_2010 IS NOT NULL THEN concat('index_2010: ', b.sans_2010)
      WHEN b.partielle IS NOT NULL THEN concat('index_2010: ', b.partielle)
    END,
    CASE
      WHEN b.sans_couts IS NOT NULL THEN concat('eur_t: ', b.sans_couts)
      WHEN b.partielle IS NOT NULL THEN concat('eur_t: ', b.partielle)
      WHEN b.kg IS NULL OR b.kg <= 0 THEN 'eur_t: denominator_zero'
    END,
    CASE
      WHEN b.sans_couts IS NOT NULL THEN concat('eur_hab: ', b.sans_couts)
      WHEN b.partielle IS NOT NULL THEN concat('eur_hab: ', b.partielle)
      WHEN b.sans_denominateur IS NOT NULL THEN concat('eur_hab: ', b.sans_denominateur)
    END
  ) AS reasons,
  b.communes,
  CASE WHEN b.perimetre_donne THEN b.communes_attendues END AS communes_expected,
  b.mois AS months,
  b.mois_attendus AS months_expected,
  b.communes_missing,
  b.communes_partial,
  b.sources,
  CASE WHEN b.perimetre_donne THEN b.population_attendue END AS population_expected
FROM bases b
ORDER BY
  CASE b.niveau WHEN 'ensemble' THEN 1 WHEN 'organisme' THEN 2 ELSE 3 END,
  b.nom, b.cle, b.annee, CASE WHEN b.flux = 'TOTAL' THEN 1 ELSE 0 END, b.flux
