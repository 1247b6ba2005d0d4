-- P104.3, P105.3, P106.3, P107.2: raw and published. Capped at 100 up to 105 %, floored at 0.
SELECT
  c.service, c.annee,
  CASE WHEN c.sans_rendement IS NULL OR c.sans_rendement = 'implausible'
    THEN CAST(0.1 * ((2000 * c.n + c.e) / (2 * c.e)) AS decimal(18, 1)) END AS p104_brut,
  CASE WHEN c.sans_rendement IS NULL
    THEN CAST(least(0.1 * ((2000 * c.n + c.e) / (2 * c.e)), 100) AS decimal(18, 1)) END AS p104_3,
  CASE WHEN c.sans_rendement IS NULL AND c.sans_longueur IS NULL
    THEN CAST(0.1 * sign(c.nc) * ((20000 * abs(c.nc) + 365 * c.k) / (730 * c.k)) AS decimal(18, 1))
  END AS p105_brut,
  CASE WHEN c.sans_rendement IS NULL AND c.sans_longueur IS NULL
    THEN CAST(0.1 * ((20000 * greatest(c.nc, 0) + 365 * c.k) / (730 * c.k)) AS decimal(18, 1))
  END AS p105_3,
  CASE WHEN c.sans_rendement IS NULL AND c.sans_longueur IS NULL
    THEN CAST(
      0.1 * sign(c.perdu) * ((20000 * abs(c.perdu) + 365 * c.k) / (730 * c.k)) AS decimal(18, 1)
    ) END AS p106_brut,
  CASE WHEN c.sans_rendement IS NULL AND c.sans_longueur IS NULL
    THEN CAST(0.1 * ((20000 * greatest(c.perdu, 0) + 365 * c.k) / (730 * c.k)) AS decimal(18, 1))
  END AS p106_3,
  CASE WHEN (c.sans_longueur IS NULL OR c.sans_longueur = 'implausible_volumes') AND c.kr <= c.k
    THEN CAST(0.01 * ((20000 * c.kr + 5 * c.k) / (10 * c.k)) AS decimal(18, 2)) END AS p107_2
FROM calculs c
