-- Each figure with what it covers; of each that is not there, why. A ratio divides whole
-- numbers (grams, cents) by hundredths, so that a half is one, and is rounded away from zero.
SELECT
  b.niveau AS level,
  b.cle AS code,
  b.nom AS name,
  b.annee AS year,
  b.flux,
  b.kg,
  b.population,
  CASE
    WHEN b.sans_entieres IS NULL AND (b.sans_annee IS NULL OR NOT b.territoire_connu)
      THEN CAST(0.01 * CAST(
        CAST(100000 * CAST(b.kg_entier AS decimal(30, 3)) AS double)
        / CAST(1000 * b.population_entieres AS double)
        AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS kg_hab,
  CASE
    WHEN b.sans_entieres IS NULL
      THEN CAST(0.01 * CAST(
        CAST(100000 * CAST(b.kg_entier AS decimal(30, 3)) AS double)
        / CAST(1000 * b.population_entieres AS double)
        AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS kg_hab_whole,
  b.communes_entieres AS communes_whole,
  CASE
    WHEN b.flux = 'TOTAL' AND b.sans_annee IS NULL AND b.base > 0
      THEN CAST(0.01 * CAST(
        CAST(10000000 * b.valorise AS double) / CAST(1000 * b.base AS double) AS decimal(18, 0)
      ) AS decimal(7, 2))
  END AS recovery_rate,
  CASE
    WHEN b.flux = 'TOTAL' AND b.communes_entieres > 0 AND b.base_entier > 0
      THEN CAST(0.01 * CAST(
        CAST(10000000 * b.valorise_entier AS double) / CAST(1000 * b.base_entier AS double)
        AS decimal(18, 0)
      ) AS decimal(7, 2))
  END AS recovery_rate_whole,
  CASE
    WHEN b.sans_annee IS NULL AND b.sans_2010 IS NULL
      THEN CAST(0.01 * CAST(
        CAST(10000000 * CAST(b.kg AS decimal(30, 3)) AS double) / CAST(1000 * b.kg_2010 AS double)
        AS decimal(18, 0)
      ) AS decimal(9, 2))
  END AS index_2010,
  CASE
    WHEN b.sans_evolution IS NULL
      THEN CAST(0.01 * CAST(
        CAST(10000000 * CAST(b.kg_compare - b.kg_avant AS decimal(30, 3)) AS double)
        / CAST(1000 * b.kg_avant AS double)
        AS decimal(18, 0)
      ) AS decimal(9, 2))
  END AS evolution,
  CASE
    WHEN b.sans_couts IS NULL AND b.sans_annee IS NULL AND b.flux_differents IS NULL AND b.kg > 0
      THEN CAST(0.01 * CAST(
        CAST(100000000 * CAST(b.eur AS decimal(30, 2)) AS double) / CAST(1000 * b.kg AS double)
        AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS eur_t,
  CASE
    WHEN b.sans_couts IS NULL AND b.sans_habitants IS NULL
      THEN CAST(0.01 * CAST(
        CAST(100 * b.eur AS double) / CAST(b.population_attendue AS double) AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS eur_hab,
  concat_ws('
',
    CASE WHEN b.kg IS NULL THEN 'kg: no_rows' END,
    CASE
      WHEN b.sans_annee IS NOT NULL AND b.territoire_connu THEN concat('kg_hab: ', b.sans_annee)
      WHEN b.sans_entieres IS NOT NULL THEN concat('kg_hab: ', b.sans_entieres)
    END,
    CASE WHEN b.sans_entieres IS NOT NULL THEN concat('kg_hab_whole: ', b.sans_entieres) END,
    CASE
      WHEN b.flux <> 'TOTAL' THEN 'recovery_rate: of_the_total_only'
      WHEN b.sans_annee IS NOT NULL THEN concat('recovery_rate: ', b.sans_annee)
      WHEN b.base IS NULL THEN 'recovery_rate: no_known_stream'
      WHEN b.base <= 0 THEN 'recovery_rate: denominator_zero'
    END,
    CASE
      WHEN b.flux <> 'TOTAL' THEN 'recovery_rate_whole: of_the_total_only'
      WHEN b.communes = 0 THEN 'recovery_rate_whole: no_rows'
      WHEN b.communes_entieres = 0 THEN 'recovery_rate_whole: year_partly_covered'
      WHEN b.base_entier IS NULL THEN 'recovery_rate_whole: no_known_stream'
      WHEN b.base_entier <= 0 THEN 'recovery_rate_whole: denominator_zero'
    END,
    CASE
      WHEN b.sans_annee IS NOT NULL THEN concat('index_2010: ', b.sans_annee)
      WHEN b.sans_2010 IS NOT NULL THEN concat('index_2010: ', b.sans_2010)
    END,
    CASE WHEN b.sans_evolution IS NOT NULL THEN concat('evolution: ', b.sans_evolution) END,
    CASE
      WHEN b.sans_couts IS NOT NULL THEN concat('eur_t: ', b.sans_couts)
      WHEN b.sans_annee IS NOT NULL THEN concat('eur_t: ', b.sans_annee)
      WHEN b.flux_differents IS NOT NULL THEN concat('eur_t: ', b.flux_differents)
      WHEN b.kg IS NULL OR b.kg <= 0 THEN 'eur_t: denominator_zero'
    END,
    CASE
      WHEN b.sans_couts IS NOT NULL THEN concat('eur_hab: ', b.sans_couts)
      WHEN b.sans_habitants IS NOT NULL THEN concat('eur_hab: ', b.sans_habitants)
    END
  ) AS reasons,
  b.communes,
  CASE WHEN b.territoire_connu THEN b.communes_attendues END AS communes_expected,
  b.mois AS months,
  b.mois_attendus AS months_expected,
  b.communes_missing,
  b.communes_partial,
  b.noms_entieres AS communes_whole_names,
  b.communes_comparees AS communes_compared,
  b.sources,
  CASE WHEN b.territoire_connu THEN b.population_attendue END AS population_expected,
  b.population_entieres AS population_whole,
  CASE WHEN b.territoire_connu THEN 'known' ELSE 'unknown' END AS territory,
  CASE WHEN b.flux = 'TOTAL' THEN b.flux_dehors END AS streams_out_of_recovery,
  CASE WHEN b.flux = 'TOTAL' THEN b.flux_sans_tonnes END AS streams_without_tonnes,
  CASE WHEN b.flux = 'TOTAL' THEN b.flux_sans_couts END AS streams_without_costs,
  CASE
    WHEN b.flux = 'TOTAL' AND b.flux_communs <> '' AND b.sans_annee IS NULL AND b.kg_communs > 0
      AND b.flux_differents IS NOT NULL
      THEN CAST(0.01 * CAST(
        CAST(100000000 * CAST(b.eur_communs AS decimal(30, 2)) AS double)
        / CAST(1000 * b.kg_communs AS double)
        AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS eur_t_shared,
  CASE WHEN b.territoire_connu THEN b.codes ELSE b.codes_entieres END AS codes,
  b.codes_entieres AS codes_whole,
  b.codes_compares AS codes_compared,
  CASE WHEN b.flux <> 'TOTAL' THEN b.flux ELSE '' END AS streams,
  b.flux_dedans AS streams_of_recovery,
  b.flux_communs AS streams_shared,
  CASE
    WHEN b.niveau = 'commune' OR b.eur_total IS NULL THEN NULL
    WHEN b.saisis THEN 'typed'
    ELSE 'matrix'
  END AS costs_from
FROM lignes b
ORDER BY
  CASE b.niveau WHEN 'ensemble' THEN 1 WHEN 'organisme' THEN 2 ELSE 3 END,
  b.nom, b.cle, b.annee, CASE WHEN b.flux = 'TOTAL' THEN 1 ELSE 0 END, b.flux
