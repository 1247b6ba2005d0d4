SELECT
  'length_in_metres' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.vp_077 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.sans_longueur = 'implausible_vp_077'
UNION ALL
SELECT
  'volumes_in_thousands' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.vp_063 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.sans_longueur = 'implausible_volumes'
UNION ALL
SELECT
  'yield_above_105' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.p104_brut AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.sans_rendement = 'implausible'
UNION ALL
SELECT
  'capped' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.p104_brut AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.p104_brut > i.p104_3
UNION ALL
SELECT
  'rate_for_a_count' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.vp_127 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.vp_127 > i.vp_126 OR i.vp_129 > i.vp_128
UNION ALL
SELECT
  'share_for_a_rate' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.vp_239 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE (i.vp_239 > 0 AND i.vp_239 < 1) OR (i.vp_241 > 0 AND i.vp_241 < 1) OR i.vp_239 > 100 OR i.vp_241 > 100
UNION ALL
SELECT
  'renewal_high' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.p107_2 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.p107_2 > 10 OR (i.p107_2 IS NULL AND i.vp_140 > i.vp_077)
UNION ALL
SELECT
  'bill_by_m3' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.ttc AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.ttc > 0 AND (i.ttc < 36 OR i.ttc > 2400)
UNION ALL
SELECT
  'openings_as_a_rate' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(i.p152_1 AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
WHERE i.p152_1 < 50
UNION ALL
SELECT
  'year_open' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(NULL AS decimal(24, 3)) AS valeur, i.statut AS detail
FROM indicateurs i
WHERE i.sans_rendement = 'year_not_closed'
UNION ALL
SELECT
  'too_large' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(NULL AS decimal(24, 3)) AS valeur, i.demesures AS detail
FROM indicateurs i
WHERE i.demesures <> ''
UNION ALL
SELECT
  'given_twice' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(NULL AS decimal(24, 3)) AS valeur, i.conflits AS detail
FROM indicateurs i
WHERE i.conflits <> ''
UNION ALL
SELECT
  'copy' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(NULL AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
JOIN retenus r ON r.service = i.service AND r.annee = i.annee AND r.copie
WHERE i.annee IS NOT NULL
UNION ALL
SELECT
  'wholesale' AS code, CAST(NULL AS varchar) AS fichier, CAST(1 AS bigint) AS lignes,
  i.nom AS service, i.annee, CAST(NULL AS decimal(24, 3)) AS valeur, CAST(NULL AS varchar) AS detail
FROM indicateurs i
JOIN retenus r ON r.service = i.service AND r.annee = i.annee AND NOT r.de_la_nature
WHERE i.annee IS NOT NULL
UNION ALL
SELECT
  'without_year' AS code, v.file AS fichier, count(*) AS lignes, NULL AS service, NULL AS annee,
  NULL AS valeur, NULL AS detail
FROM volumes v
WHERE v.service_id IS NULL OR v.annee IS NULL
GROUP BY v.file
