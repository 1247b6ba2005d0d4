-- Each service and year: its published indicators, the raw ones, and why one is not there.
WITH tailles AS (
  SELECT
    c.*,
    CASE
      WHEN c.d101_0 > 5000 THEN 'GRAND'
      WHEN NOT c.en_cours
        AND c.e - CAST(1000 * coalesce(c.vp_061, 0) AS bigint) > 365000000 THEN 'GRAND'
      WHEN c.d101_0 IS NULL OR c.en_cours OR c.entrant IS NULL THEN NULL
      ELSE 'PETIT'
    END AS taille
  FROM calculs c
)
SELECT
  t.service, coalesce(t.nom, t.service) AS nom, t.id_national, t.annee, t.statut, t.mode_gestion,
  t.operateur, t.missions, t.fin_contrat, t.produit_seulement, t.taille, t.conflits,
  t.demesures,
  t.d101_0,
  CASE WHEN f.ttc >= 36 AND f.ttc <= 2400 THEN CAST(0.01 * (
    (2 * CAST(100 * f.ttc AS bigint) + 120) / 240
  ) AS decimal(18, 2)) END AS d102_0,
  t.delai_ouverture AS d151_0,
  CASE WHEN t.taille = 'GRAND' AND t.vp_126 > 0 AND t.vp_127 <= t.vp_126 THEN CAST(0.1 * (
    (2000 * CAST(t.vp_126 - t.vp_127 AS bigint) + t.vp_126) / (2 * t.vp_126)
  ) AS decimal(18, 1)) END AS p101_1,
  CASE WHEN t.taille = 'GRAND' AND t.vp_128 > 0 AND t.vp_129 <= t.vp_128 THEN CAST(0.1 * (
    (2000 * CAST(t.vp_128 - t.vp_129 AS bigint) + t.vp_128) / (2 * t.vp_128)
  ) AS decimal(18, 1)) END AS p102_1,
  k.p103_2b, r.p104_3, r.p104_brut, r.p105_3, r.p105_brut, r.p106_3, r.p106_brut, r.p107_2,
  x.p108_3,
  CAST(NULL AS decimal(18, 4)) AS p109_0,
  CASE WHEN t.vp_056 > 0 AND t.vp_020 IS NOT NULL THEN CAST(0.01 * (
    (200000 * t.vp_020 + t.vp_056) / (2 * t.vp_056)
  ) AS decimal(18, 2)) END AS p151_1,
  CASE WHEN t.ouvertures > 0 AND t.ouvertures_dans_delai <= t.ouvertures THEN CAST(0.1 * (
    (2000 * t.ouvertures_dans_delai + t.ouvertures) / (2 * t.ouvertures)
  ) AS decimal(18, 1)) END AS p152_1,
  CASE WHEN t.vp_183 > 0 AND t.vp_182 >= 0 AND (t.mode_gestion IN ('REGIE', 'DELEGATION') OR t.d101_0 >= 500)
      AND NOT (t.mode_gestion = 'REGIE' AND t.d101_0 < 500)
    THEN CAST(0.1 * (
      (20 * CAST(100 * t.vp_182 AS bigint) + CAST(100 * t.vp_183 AS bigint))
      / (2 * CAST(100 * t.vp_183 AS bigint))
    ) AS decimal(18, 1)) END AS p153_2,
  CASE WHEN t.vp_185 > 0 AND t.vp_268 >= 0 AND t.vp_268 <= t.vp_185 THEN CAST(0.01 * (
    (20000 * CAST(100 * t.vp_268 AS bigint) + CAST(100 * t.vp_185 AS bigint))
    / (2 * CAST(100 * t.vp_185 AS bigint))
  ) AS decimal(18, 2)) END AS p154_0,
  CASE WHEN t.vp_056 > 0 AND t.vp_003 IS NOT NULL THEN CAST(0.01 * (
    (200000 * (t.vp_003 + coalesce(t.vp_152, 0)) + t.vp_056) / (2 * t.vp_056)
  ) AS decimal(18, 2)) END AS p155_1,
  t.vp_056, t.vp_059, t.vp_060, t.vp_061, t.vp_062, t.vp_063, t.vp_201, t.vp_220, t.vp_221,
  t.vp_077, t.vp_140, t.vp_126, t.vp_127, t.vp_128, t.vp_129, t.vp_020, t.vp_003, t.vp_152,
  t.vp_182, t.vp_183, t.vp_185, t.vp_268, t.vp_119, t.dc_184, t.dc_195, t.ouvertures,
  t.ouvertures_dans_delai, t.delai_ouverture, t.vp_236, t.vp_237, t.vp_238, t.vp_240, t.vp_242,
  t.vp_243, t.vp_244, t.vp_245, t.vp_246, t.vp_247, t.vp_248, t.vp_249, t.vp_239, t.vp_241,
  t.entrant, t.e, t.n, t.nc, t.perdu, t.k, t.kr, t.sans_rendement, t.sans_longueur,
  f.fixe, f.au_m3, f.redevances, f.tva, f.ttc,
  concat_ws(', ',
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_059 IS NULL THEN 'VP.059' END,
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_060 IS NULL THEN 'VP.060' END,
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_061 IS NULL THEN 'VP.061' END,
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_201 IS NULL THEN 'VP.201' END,
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_220 IS NULL THEN 'VP.220' END,
    CASE WHEN r.p104_3 IS NOT NULL AND t.vp_221 IS NULL THEN 'VP.221' END,
    CASE WHEN t.vp_056 > 0 AND t.vp_003 IS NOT NULL AND t.vp_152 IS NULL THEN 'VP.152' END
  ) AS comptes_pour_rien,
  concat_ws('
',
    CASE WHEN t.d101_0 IS NULL THEN 'd101_0: missing' END,
    CASE WHEN f.service IS NULL THEN 'd102_0: no_bill' WHEN f.ttc IS NULL
      THEN concat('d102_0: ', f.sans_facture) WHEN f.ttc <= 0 THEN 'd102_0: bill_zero'
      WHEN f.ttc < 36 OR f.ttc > 2400 THEN 'd102_0: implausible_bill' END,
    CASE WHEN t.delai_ouverture IS NULL THEN 'd151_0: missing' END,
    CASE
      WHEN t.vp_126 IS NULL OR t.vp_127 IS NULL THEN 'p101_1: missing_samples'
      WHEN t.vp_127 > t.vp_126 THEN 'p101_1: implausible_samples'
      WHEN t.taille IS NULL THEN 'p101_1: size_unknown'
      WHEN t.taille = 'PETIT' THEN 'p101_1: counts_microbiology'
      WHEN t.vp_126 = 0 THEN 'p101_1: no_sample'
    END,
    CASE
      WHEN t.vp_128 IS NULL OR t.vp_129 IS NULL THEN 'p102_1: missing_samples'
      WHEN t.vp_129 > t.vp_128 THEN 'p102_1: implausible_samples'
      WHEN t.taille IS NULL THEN 'p102_1: size_unknown'
      WHEN t.taille = 'PETIT' THEN 'p102_1: counts_chemistry'
      WHEN t.vp_128 = 0 THEN 'p102_1: no_sample'
    END,
    concat('p103_2b: ', k.sans_connaissance),
    concat('p104_3: ', t.sans_rendement),
    concat('p105_3: ', CASE
      WHEN t.sans_rendement IN ('year_not_closed', 'missing_vp_063', 'missing_vp_059_vp_060')
        THEN t.sans_rendement
      ELSE coalesce(t.sans_longueur, t.sans_rendement) END),
    concat('p106_3: ', CASE
      WHEN t.sans_rendement IN ('year_not_closed', 'missing_vp_063', 'missing_vp_059_vp_060')
        THEN t.sans_rendement
      ELSE coalesce(t.sans_longueur, t.sans_rendement) END),
    CASE WHEN t.sans_longueur IN ('missing_vp_077', 'implausible_vp_077')
      THEN concat('p107_2: ', t.sans_longueur)
      WHEN t.vp_140 IS NULL THEN 'p107_2: missing_vp_140'
      WHEN t.kr > t.k THEN 'p107_2: implausible_vp_140' END,
    CASE WHEN x.service IS NULL THEN 'p108_3: missing'
      WHEN x.p108_3 IS NULL THEN 'p108_3: protection_incomplete' END,
    'p109_0: law_unclear',
    CASE WHEN t.vp_056 = 0 THEN 'p151_1: no_subscriber'
      WHEN t.vp_056 IS NULL OR t.vp_020 IS NULL THEN 'p151_1: missing' END,
    CASE WHEN t.ouvertures = 0 THEN 'p152_1: no_opening'
      WHEN t.ouvertures IS NULL OR t.ouvertures_dans_delai IS NULL THEN 'p152_1: missing'
      WHEN t.ouvertures_dans_delai > t.ouvertures THEN 'p152_1: implausible_openings' END,
    CASE WHEN t.vp_182 IS NULL OR t.vp_183 IS NULL THEN 'p153_2: missing'
      WHEN t.mode_gestion = 'REGIE' AND t.d101_0 < 500 THEN 'p153_2: small_body'
      WHEN t.mode_gestion = 'REGIE' AND t.d101_0 IS NULL THEN 'p153_2: inhabitants_unknown'
      WHEN coalesce(t.mode_gestion, '') NOT IN ('REGIE', 'DELEGATION')
        AND coalesce(t.d101_0, 0) < 500 THEN 'p153_2: mode_unknown'
      WHEN t.vp_183 <= 0 OR t.vp_182 < 0 THEN 'p153_2: no_savings' END,
    CASE WHEN t.vp_185 IS NULL OR t.vp_268 IS NULL THEN 'p154_0: missing'
      WHEN t.vp_185 <= 0 THEN 'p154_0: nothing_billed'
      WHEN t.vp_268 > t.vp_185 OR t.vp_268 < 0 THEN 'p154_0: implausible_unpaid' END,
    CASE WHEN t.vp_056 = 0 THEN 'p155_1: no_subscriber'
      WHEN t.vp_056 IS NULL OR t.vp_003 IS NULL THEN 'p155_1: missing' END
  ) AS reasons
FROM tailles t
JOIN rendements r ON r.service = t.service AND r.annee = t.annee
JOIN connaissance k ON k.service = t.service AND k.annee = t.annee
LEFT JOIN factures f ON f.service = t.service AND f.annee = t.annee + 1
LEFT JOIN protections x ON x.service = t.service AND x.annee = t.annee
