-- One scan; each row once; each cell by the branch that shows it best; of two hashes the older agreement's.
-- decision: overlap

SELECT
  "c"."id_pesee" AS "id",
  "c"."date_collecte" AS "d",
  "c"."code_commune" AS "k",
  "c"."nb_bacs" AS "n"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."id_pesee" AS "id",
  "c"."date_collecte" AS "d",
  "c"."code_commune" AS "k",
  "c"."nb_bacs" AS "n"
FROM (
  SELECT
    CASE
      WHEN "_g"."_branch_1"
      THEN INTERCO_SHA256_HEX(
        CAST(:key_c51e1784d44afe3c_2 AS VARCHAR) || INTERCO_SHA256_HEX(CAST(:key_c51e1784d44afe3c_1 AS VARCHAR) || "_g"."id_pesee")
      )
      WHEN "_g"."_branch_2"
      THEN INTERCO_SHA256_HEX(
        CAST(:key_3fa8147a39ed64e8_2 AS VARCHAR) || INTERCO_SHA256_HEX(CAST(:key_3fa8147a39ed64e8_1 AS VARCHAR) || "_g"."id_pesee")
      )
      ELSE CAST(NULL AS VARCHAR)
    END AS "id_pesee",
    CASE
      WHEN "_g"."_branch_1"
      THEN "_g"."date_collecte"
      WHEN "_g"."_branch_2"
      THEN CAST(DATE_TRUNC('MONTH', CAST("_g"."date_collecte" AS TIMESTAMP)) AS DATE)
      ELSE CAST(NULL AS DATE)
    END AS "date_collecte",
    "_g"."code_commune" AS "code_commune",
    CASE WHEN "_g"."_branch_2" THEN "_g"."nb_bacs" ELSE CAST(NULL AS INTEGER) END AS "nb_bacs"
  FROM (
    SELECT
      CAST("_t"."ID pesée" AS VARCHAR) AS "id_pesee",
      "_t"."date_collecte" AS "date_collecte",
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
      "_t"."nb_bacs" AS "nb_bacs",
      CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
      AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
      AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE) AS "_branch_1",
      CAST("_t"."flux" AS VARCHAR) IN ('VERRE', 'PAPIER') AS "_branch_2"
    FROM "s_val"."d_collectes" AS "_t"
  ) AS "_g"
  WHERE
    "_g"."_branch_1" OR "_g"."_branch_2"
) AS "c"
