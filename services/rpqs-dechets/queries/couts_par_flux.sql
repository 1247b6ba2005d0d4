-- Costs by stream, of each level whose costs are known, then of the streams that costs and tonnes
-- both hold, then of all. A body that is the whole is told once. Ratios
-- are rounded as those of figures.sql.
WITH flux_et_total AS (
  SELECT
    x.annee, x.niveau, x.cle, x.flux, x.eur, t.kg, x.saisis,
    CASE WHEN x.flux <> 'TOTAL' THEN x.flux ELSE '' END AS streams,
    CASE
      WHEN x.flux = 'TOTAL' THEN l.flux_differents
      WHEN t.kg IS NULL THEN 'stream_without_tonnes'
    END AS sans_tonnes,
    l.sans_annee, l.sans_habitants, l.population_attendue, l.nom, l.codes
  FROM couts_niveaux x
  JOIN lignes l ON l.annee = x.annee AND l.niveau = x.niveau AND l.cle = x.cle AND l.flux = 'TOTAL'
  LEFT JOIN tonnages t
    ON t.annee = x.annee AND t.niveau = x.niveau AND t.cle = x.cle AND t.flux = x.flux
  UNION ALL
  SELECT
    l.annee, l.niveau, l.cle, 'SHARED' AS flux, l.eur_communs AS eur, l.kg_communs AS kg, l.saisis,
    l.flux_communs AS streams, CAST(NULL AS varchar) AS sans_tonnes, l.sans_annee, l.sans_habitants,
    l.population_attendue, l.nom, l.codes
  FROM lignes l
  WHERE l.flux = 'TOTAL' AND l.eur_total IS NOT NULL AND l.flux_communs <> ''
    AND l.flux_differents IS NOT NULL
)
SELECT
  f.niveau AS level, f.nom AS name, f.annee AS year, f.flux AS stream, f.eur, f.kg,
  CASE
    WHEN f.sans_tonnes IS NULL AND f.sans_annee IS NULL AND f.kg > 0
      THEN CAST(0.01 * CAST(
        CAST(100000000 * CAST(f.eur AS decimal(30, 2)) AS double) / CAST(1000 * f.kg AS double)
        AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS eur_t,
  CASE
    WHEN f.sans_habitants IS NULL
      THEN CAST(0.01 * CAST(
        CAST(100 * f.eur AS double) / CAST(f.population_attendue AS double) AS decimal(18, 0)
      ) AS decimal(14, 2))
  END AS eur_hab,
  CASE WHEN f.saisis THEN 'typed' ELSE 'matrix' END AS costs_from,
  CASE WHEN f.flux = 'TOTAL' THEN l.flux_sans_tonnes END AS streams_without_tonnes,
  CASE WHEN f.flux = 'TOTAL' THEN l.flux_sans_couts END AS streams_without_costs,
  CASE WHEN f.flux = 'SHARED' THEN concat_ws(' ', l.flux_sans_tonnes, l.flux_sans_couts) END AS streams_left_out,
  concat_ws('
',
    CASE WHEN f.kg IS NULL THEN 'kg: stream_without_tonnes' END,
    CASE
      WHEN f.sans_tonnes = 'stream_without_tonnes' THEN 'eur_t: stream_without_tonnes'
      WHEN f.sans_annee IS NOT NULL THEN concat('eur_t: ', f.sans_annee)
      WHEN f.sans_tonnes IS NOT NULL THEN concat('eur_t: ', f.sans_tonnes)
      WHEN f.kg IS NULL OR f.kg <= 0 THEN 'eur_t: denominator_zero'
    END,
    CASE WHEN f.sans_habitants IS NOT NULL THEN concat('eur_hab: ', f.sans_habitants) END
  ) AS reasons,
  l.communes_missing, l.communes_partial,
  CASE WHEN f.flux = 'TOTAL' AND l.kg_communs > 0 AND l.sans_annee IS NULL
    THEN CAST(0.01 * CAST(
      CAST(100000000 * CAST(l.eur_communs AS decimal(30, 2)) AS double)
      / CAST(1000 * l.kg_communs AS double)
      AS decimal(18, 0)
    ) AS decimal(14, 2))
  END AS eur_t_shared,
  l.flux_communs AS streams_shared,
  f.codes, f.streams
FROM flux_et_total f
JOIN lignes l ON l.annee = f.annee AND l.niveau = f.niveau AND l.cle = f.cle AND l.flux = 'TOTAL'
JOIN couvertures e ON e.annee = f.annee AND e.niveau = 'ensemble'
WHERE f.niveau = 'ensemble' OR e.codes <> f.codes
ORDER BY
  CASE f.niveau WHEN 'ensemble' THEN 1 ELSE 2 END, f.nom, f.annee,
  CASE f.flux WHEN 'TOTAL' THEN 3 WHEN 'SHARED' THEN 2 ELSE 1 END, f.flux
