-- The weighted figures of each year's whole, raw and published.
SELECT
  e.annee,
  CASE WHEN e.services = 1 THEN e.seul_p104_brut
    ELSE CAST(0.1 * ((2000 * e.n + e.e) / (2 * e.e)) AS decimal(18, 1)) END AS p104_brut,
  CASE WHEN e.services = 1 THEN e.seul_p104_3
    ELSE CAST(least(0.1 * ((2000 * e.n + e.e) / (2 * e.e)), 100) AS decimal(18, 1)) END AS p104_3,
  CASE WHEN e.services = 1 THEN e.seul_p105_brut
    ELSE CAST(0.1 * sign(e.nc) * ((20000 * abs(e.nc) + 365 * e.k) / (730 * e.k)) AS decimal(18, 1))
  END AS p105_brut,
  CASE WHEN e.services = 1 THEN e.seul_p105_3
    ELSE CAST(0.1 * ((20000 * greatest(e.nc, 0) + 365 * e.k) / (730 * e.k)) AS decimal(18, 1))
  END AS p105_3,
  CASE WHEN e.services = 1 THEN e.seul_p106_brut
    ELSE CAST(
      0.1 * sign(e.perdu) * ((20000 * abs(e.perdu) + 365 * e.k) / (730 * e.k)) AS decimal(18, 1)
    ) END AS p106_brut,
  CASE WHEN e.services = 1 THEN e.seul_p106_3
    ELSE CAST(0.1 * ((20000 * greatest(e.perdu, 0) + 365 * e.k) / (730 * e.k)) AS decimal(18, 1))
  END AS p106_3,
  CASE WHEN e.services = 1 THEN e.seul_p107_2
    ELSE CAST(0.01 * ((4000 * e.kr + e.k_renouvele) / (2 * e.k_renouvele)) AS decimal(18, 2))
  END AS p107_2
FROM ensembles e
