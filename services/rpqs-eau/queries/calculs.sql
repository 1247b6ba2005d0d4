-- What the formulas are made of. Whole numbers: thousandths of a m3 or of a km, so that a half is one.
WITH volumes_lus AS (
  SELECT
    c.*,
    CASE WHEN c.vp_059 IS NULL AND c.vp_060 IS NULL THEN NULL
      ELSE coalesce(c.vp_059, 0) + coalesce(c.vp_060, 0) END AS entrant,
    c.ouverte = 1 AND c.vp_063 IS NOT NULL AS en_cours
  FROM corriges c
),
sommes AS (
  SELECT
    v.*,
    CAST(1000 * v.entrant AS bigint) AS e,
    CAST(1000 * (v.vp_063 + coalesce(v.vp_201, 0) + coalesce(v.vp_220, 0) + coalesce(v.vp_221, 0)
      + coalesce(v.vp_061, 0)) AS bigint) AS n,
    CAST(1000 * (v.entrant - coalesce(v.vp_061, 0) - v.vp_063 - coalesce(v.vp_201, 0)) AS bigint)
      AS nc,
    CAST(1000 * (v.entrant - coalesce(v.vp_061, 0) - v.vp_063 - coalesce(v.vp_201, 0)
      - coalesce(v.vp_220, 0) - coalesce(v.vp_221, 0)) AS bigint) AS perdu,
    CAST(1000000 * v.vp_077 AS bigint) AS k,
    CAST(1000000 * v.vp_140 AS bigint) AS kr
  FROM volumes_lus v
)
SELECT
  s.*,
  CASE
    WHEN s.en_cours THEN 'year_not_closed'
    WHEN s.vp_063 IS NULL THEN 'missing_vp_063'
    WHEN s.entrant IS NULL THEN 'missing_vp_059_vp_060'
    WHEN s.e <= 0 THEN 'no_water'
    WHEN 100 * s.n > 105 * s.e THEN 'implausible'
  END AS sans_rendement,
  CASE
    WHEN s.vp_077 IS NULL OR s.k <= 0 THEN 'missing_vp_077'
    WHEN s.vp_056 > 0 AND s.vp_056 < s.vp_077 THEN 'implausible_vp_077'
    WHEN s.vp_077 > 30000 THEN 'implausible_vp_077'
    WHEN coalesce(s.vp_056, 0) = 0 AND 2 * s.entrant < 365 * s.vp_077 THEN 'implausible_vp_077'
    WHEN coalesce(s.vp_056, 0) = 0 AND s.d101_0 > 0 AND s.d101_0 < s.vp_077
      THEN 'implausible_vp_077'
    WHEN s.vp_056 > 0 AND s.vp_063 > 0 AND s.vp_063 + coalesce(s.vp_201, 0) < s.vp_056
      THEN 'implausible_volumes'
  END AS sans_longueur,
  n.nom, n.id_national, n.mode_gestion, n.operateur, n.missions, n.fin_contrat,
  CASE
    WHEN n.missions IS NOT NULL THEN strpos(lower(n.missions), 'distribution') = 0
    ELSE coalesce(s.vp_063 = 0 AND s.vp_056 = 0 AND s.vp_059 > 0, FALSE)
  END AS produit_seulement
FROM sommes s
LEFT JOIN noms n ON n.service_id = s.service
