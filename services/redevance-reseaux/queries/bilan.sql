-- The fee of each service and year: exact where its bounds are one, else at least and at most.
WITH bornes AS (
  SELECT
    p.service, p.annee, p.tarif, p.rendement, p.par_rendement, p.par_pertes, p.gestion,
    CASE
      WHEN p.sans IS NOT NULL THEN p.sans
      WHEN a.douteuses > 0 THEN 'doubtful_rows'
      WHEN a.facture IS NULL AND p.sans_compteur IS NULL THEN 'no_bills'
      WHEN coalesce(a.facture, 0) + 65 * coalesce(p.sans_compteur, 0) <= 0 THEN 'nothing_billed'
    END AS sans,
    CAST(coalesce(a.facture, 0) + 65 * coalesce(p.sans_compteur, 0) AS decimal(20, 3)) AS base,
    CAST(1 - p.performance_max - p.gestion_max AS decimal(9, 8)) AS coef_min,
    CAST(1 - p.performance_min - p.gestion_min AS decimal(9, 8)) AS coef_max
  FROM parts p
  LEFT JOIN assiettes a ON a.service = p.service AND a.annee = p.annee
),
montants AS (
  SELECT
    b.service, b.annee, b.tarif, b.rendement, b.par_rendement, b.par_pertes, b.gestion, b.sans,
    CASE WHEN b.sans IS NULL THEN b.base END AS assiette,
    CASE WHEN b.sans IS NULL THEN b.coef_min END AS coef_min,
    CASE WHEN b.sans IS NULL THEN b.coef_max END AS coef_max,
    CASE WHEN b.sans IS NULL
      THEN CAST(b.base * CAST(b.tarif AS decimal(9, 4)) * b.coef_min AS decimal(18, 2)) END
      AS redevance_min,
    CASE WHEN b.sans IS NULL
      THEN CAST(b.base * CAST(b.tarif AS decimal(9, 4)) * b.coef_max AS decimal(18, 2)) END
      AS redevance_max,
    CASE WHEN b.sans IS NULL AND b.rendement >= 65 AND b.rendement < 85
        AND (b.par_pertes IS NULL OR b.par_rendement >= b.par_pertes)
      THEN CAST(b.base * CAST(b.tarif AS decimal(9, 4)) * 0.0275 AS decimal(18, 2)) END AS point_eur
  FROM bornes b
)
SELECT
  m.service, m.annee, m.assiette, m.tarif, m.rendement, m.par_rendement, m.par_pertes, m.gestion,
  m.coef_min, m.coef_max,
  CASE WHEN m.coef_min = m.coef_max THEN m.redevance_max END AS redevance,
  m.redevance_min, m.redevance_max, m.point_eur,
  concat_ws('
',
    CASE
      WHEN m.sans IS NOT NULL THEN concat('redevance: ', m.sans, '
redevance_min: ', m.sans, '
redevance_max: ', m.sans, '
point_eur: ', m.sans)
      WHEN m.coef_min = m.coef_max THEN NULL
      WHEN m.par_rendement IS NULL AND m.gestion IS NULL THEN 'redevance: without_yield_and_assets'
      WHEN m.par_rendement IS NULL THEN 'redevance: without_yield'
      WHEN m.par_pertes IS NULL AND m.par_rendement < 0.55 AND m.gestion IS NULL
        THEN 'redevance: without_losses_and_assets'
      WHEN m.par_pertes IS NULL AND m.par_rendement < 0.55 THEN 'redevance: without_losses'
      ELSE 'redevance: without_assets'
    END,
    CASE
      WHEN m.sans IS NOT NULL OR m.point_eur IS NOT NULL THEN NULL
      WHEN m.rendement IS NULL THEN 'point_eur: no_yield'
      WHEN m.rendement < 65 OR m.rendement >= 85 THEN 'point_eur: yield_outside'
      ELSE 'point_eur: losses_are_higher'
    END
  ) AS reasons,
  CASE WHEN m.sans IS NOT NULL THEN 'sans' WHEN m.coef_min = m.coef_max THEN 'exacte'
    ELSE 'bornes' END AS phrase
FROM montants m
ORDER BY m.annee, m.service
