-- Units that a person corrected: a length typed in metres, a volume typed in thousands of m3.
WITH cles AS (
  SELECT
    f.service, f.annee, concat(' ', lower(f.service), ' ', CAST(f.annee AS varchar), ' ') AS cle,
    concat(' ', replace(replace(lower(coalesce(p.metres, '')), ';', ' '), ',', ' '), ' ') AS metres,
    concat(' ', replace(replace(lower(coalesce(p.milliers, '')), ';', ' '), ',', ' '), ' ')
      AS milliers
  FROM bornes f
  CROSS JOIN parametres p
)
SELECT
  f.service, f.annee, f.lignes, f.ouverte, f.statut, f.conflits, f.demesures,
  CASE WHEN strpos(c.metres, c.cle) > 0
    THEN CAST(0.001 * CAST(f.vp_077 AS decimal(28, 6)) AS decimal(28, 6))
    ELSE CAST(f.vp_077 AS decimal(28, 6)) END AS vp_077,
  CAST(f.vp_140 AS decimal(28, 6)) AS vp_140,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.059 ')) > 0
    THEN CAST(1000 * CAST(f.vp_059 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_059 AS decimal(28, 3)) END AS vp_059,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.060 ')) > 0
    THEN CAST(1000 * CAST(f.vp_060 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_060 AS decimal(28, 3)) END AS vp_060,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.061 ')) > 0
    THEN CAST(1000 * CAST(f.vp_061 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_061 AS decimal(28, 3)) END AS vp_061,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.062 ')) > 0
    THEN CAST(1000 * CAST(f.vp_062 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_062 AS decimal(28, 3)) END AS vp_062,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.063 ')) > 0
    THEN CAST(1000 * CAST(f.vp_063 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_063 AS decimal(28, 3)) END AS vp_063,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.201 ')) > 0
    THEN CAST(1000 * CAST(f.vp_201 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_201 AS decimal(28, 3)) END AS vp_201,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.220 ')) > 0
    THEN CAST(1000 * CAST(f.vp_220 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_220 AS decimal(28, 3)) END AS vp_220,
  CASE WHEN strpos(c.milliers, concat(c.cle, 'vp.221 ')) > 0
    THEN CAST(1000 * CAST(f.vp_221 AS decimal(28, 3)) AS decimal(28, 3))
    ELSE CAST(f.vp_221 AS decimal(28, 3)) END AS vp_221,
  f.d101_0, f.vp_056, f.vp_126, f.vp_127, f.vp_128, f.vp_129, f.vp_020, f.vp_003, f.vp_152,
  f.vp_182, f.vp_183, f.vp_185, f.vp_268, f.vp_119, f.dc_184, f.dc_195, f.ouvertures,
  f.ouvertures_dans_delai, f.delai_ouverture, f.vp_236, f.vp_237, f.vp_238, f.vp_240, f.vp_242,
  f.vp_243, f.vp_244, f.vp_245, f.vp_246, f.vp_247, f.vp_248, f.vp_249, f.vp_239, f.vp_241
FROM bornes f
JOIN cles c ON c.service = f.service AND c.annee = f.annee
