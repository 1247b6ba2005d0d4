-- The whole and each body, by year: all their figures, and the phrase that tells them.
-- Ratios are rounded as those of figures.sql.
WITH lus AS (
  SELECT
    f.level, f.code, f.name, f.year, g.oma AS oma_kg, g.dma AS dma_kg,
    CASE
      WHEN f.kg_hab IS NOT NULL
        THEN CAST(0.01 * CAST(
          CAST(100000 * CAST(g.oma_entier AS decimal(30, 3)) AS double)
          / CAST(1000 * f.population_whole AS double)
          AS decimal(18, 0)
        ) AS decimal(14, 2))
    END AS oma_hab,
    CASE
      WHEN f.kg_hab IS NOT NULL AND g.dma IS NOT NULL
        THEN CAST(0.01 * CAST(
          CAST(100000 * CAST(g.dma_entier AS decimal(30, 3)) AS double)
          / CAST(1000 * f.population_whole AS double)
          AS decimal(18, 0)
        ) AS decimal(14, 2))
    END AS dma_hab,
    n.eur AS funding,
    CASE
      WHEN f.population_expected > 0 AND s.sans_habitants IS NULL
        THEN CAST(0.01 * CAST(
          CAST(100 * n.eur AS double) / CAST(f.population_expected AS double) AS decimal(18, 0)
        ) AS decimal(14, 2))
    END AS funding_hab,
    CASE
      WHEN s.eur_total > 0
        THEN CAST(0.01 * CAST(
          CAST(1000000 * CAST(n.eur AS decimal(30, 2)) AS double)
          / CAST(100 * s.eur_total AS double)
          AS decimal(18, 0)
        ) AS decimal(9, 2))
    END AS funding_share,
    concat_ws('
',
      CASE WHEN f.reasons <> '' THEN f.reasons END,
      CASE WHEN s.sans_annee IS NOT NULL AND f.kg_hab IS NULL THEN concat('oma_hab: ', s.sans_annee)
        WHEN f.kg_hab IS NULL THEN concat('oma_hab: ', s.sans_entieres) END,
      CASE WHEN g.oma IS NULL THEN 'oma_kg: no_rows' END,
      CASE WHEN g.dma IS NULL AND f.communes > 0 THEN 'dma_kg: no_recycling_centres'
        WHEN g.dma IS NULL THEN 'dma_kg: no_rows' END,
      CASE
        WHEN f.communes = 0 THEN 'dma_hab: no_rows'
        WHEN g.dma IS NULL THEN 'dma_hab: no_recycling_centres'
        WHEN f.kg_hab IS NULL THEN concat('dma_hab: ', coalesce(s.sans_annee, s.sans_entieres))
      END,
      CASE
        WHEN n.eur IS NOT NULL THEN NULL
        WHEN f.territory = 'unknown' THEN 'funding: territory_unknown
funding_hab: territory_unknown
funding_share: territory_unknown'
        ELSE 'funding: no_funding
funding_hab: no_funding
funding_share: no_funding'
      END,
      CASE WHEN n.eur IS NOT NULL AND s.sans_habitants IS NOT NULL
        THEN concat('funding_hab: ', s.sans_habitants) END,
      CASE
        WHEN n.eur IS NULL THEN NULL
        WHEN s.eur_total IS NULL THEN 'funding_share: no_costs'
        WHEN s.eur_total <= 0 THEN 'funding_share: denominator_zero'
      END,
      CASE
        WHEN f.eur_t_shared IS NOT NULL THEN NULL
        WHEN s.sans_couts IS NOT NULL THEN concat('eur_t_shared: ', s.sans_couts)
        WHEN s.sans_annee IS NOT NULL THEN concat('eur_t_shared: ', s.sans_annee)
        WHEN s.flux_differents IS NULL THEN 'eur_t_shared: all_streams_shared'
        ELSE 'eur_t_shared: no_shared_stream'
      END
    ) AS reasons
  FROM figures f
  JOIN lignes s ON s.annee = f.year AND s.niveau = f.level AND s.cle = f.code AND s.flux = 'TOTAL'
  JOIN groupes g ON g.annee = f.year AND g.niveau = f.level AND g.cle = f.code
  LEFT JOIN financements n ON n.annee = f.year AND n.niveau = f.level AND n.cle = f.code
  WHERE f.flux = 'TOTAL' AND f.level <> 'commune'
)
SELECT
  f.level, f.name AS nom, f.year AS annee, f.kg, f.population, f.kg_hab, f.kg_hab_whole,
  f.communes_whole, l.oma_hab, l.dma_hab, l.oma_kg, l.dma_kg, f.recovery_rate,
  f.recovery_rate_whole, f.streams_out_of_recovery, f.index_2010, f.evolution, f.communes_compared,
  f.eur_t, f.eur_t_shared, f.streams_without_tonnes, f.streams_without_costs, f.eur_hab,
  f.costs_from, l.funding, l.funding_hab, l.funding_share, l.reasons, f.communes,
  f.communes_expected, f.months, f.months_expected, f.population_expected, f.population_whole,
  f.territory, f.communes_missing, f.communes_partial, f.communes_whole_names, f.sources, f.codes,
  f.codes_whole, f.codes_compared, f.streams, f.streams_of_recovery, f.streams_shared,
  e.lignes AS lignes_ecartees,
  CASE
    WHEN f.communes = 0 THEN 'silent'
    WHEN f.kg_hab IS NOT NULL AND f.territory = 'unknown' THEN 'received'
    WHEN f.kg_hab IS NOT NULL AND e.lignes > 0 THEN 'complete_aside'
    WHEN f.kg_hab IS NOT NULL THEN 'complete'
    WHEN f.communes_whole = 0 THEN 'none_whole'
    WHEN f.kg_hab_whole IS NULL THEN 'without_population'
    WHEN f.communes_missing <> '' AND f.communes_partial <> '' THEN 'missing_and_partial'
    WHEN f.communes_missing <> '' THEN 'communes_missing'
    ELSE 'partial'
  END AS phrase
FROM figures f
JOIN lus l ON l.level = f.level AND l.code = f.code AND l.year = f.year
LEFT JOIN ecarts e ON e.annee = f.year
WHERE f.flux = 'TOTAL' AND f.level <> 'commune'
