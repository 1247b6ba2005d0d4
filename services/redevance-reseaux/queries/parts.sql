-- The parts of the coefficient, each between what it is at least and at most.
WITH connues AS (
  SELECT
    h.service, h.annee, h.tarif, h.rendement, h.coef_pertes, h.coef_gestion,
    h.sans_compteur,
    CASE WHEN h.rendement > 1 AND h.rendement <= 105
      THEN CAST(least(greatest(0.0275 * (h.rendement - 65), 0), 0.55) AS decimal(10, 8)) END
      AS par_rendement,
    CASE WHEN h.coef_pertes >= 0 AND h.coef_pertes <= 0.55
      THEN CAST(h.coef_pertes AS decimal(10, 8)) END AS par_pertes,
    CASE WHEN h.coef_gestion >= 0 AND h.coef_gestion <= 0.25
      THEN CAST(h.coef_gestion AS decimal(10, 8)) END AS gestion,
    CASE
      WHEN h.tarif IS NULL OR h.tarif <= 0 THEN 'no_rate'
      WHEN h.tarif > 1 THEN 'rate_above_one'
      WHEN h.rendement <= 1 OR h.rendement > 105 THEN 'implausible_yield'
      WHEN h.coef_pertes < 0 OR h.coef_pertes > 0.55 THEN 'losses_out_of_bounds'
      WHEN h.coef_gestion < 0 OR h.coef_gestion > 0.25 THEN 'assets_out_of_bounds'
      WHEN h.annee < 2025 THEN 'not_in_force'
      WHEN h.annee = 2025 THEN 'first_year'
      WHEN d.lignes > 1 THEN 'given_twice'
    END AS sans
  FROM hypotheses h
  JOIN (
    SELECT e.service, e.annee, count(*) AS lignes FROM hypotheses e GROUP BY e.service, e.annee
  ) AS d ON d.service = h.service AND d.annee = h.annee
)
SELECT
  c.service, c.annee, c.tarif, c.rendement, c.par_rendement, c.par_pertes, c.gestion, c.sans,
  c.sans_compteur,
  greatest(coalesce(c.par_rendement, 0), coalesce(c.par_pertes, 0)) AS performance_min,
  CASE
    WHEN c.par_rendement IS NOT NULL AND c.par_pertes IS NOT NULL
      THEN greatest(c.par_rendement, c.par_pertes)
    ELSE CAST(0.55 AS decimal(10, 8))
  END AS performance_max,
  coalesce(c.gestion, 0) AS gestion_min,
  coalesce(c.gestion, CAST(0.25 AS decimal(10, 8))) AS gestion_max
FROM connues c
