-- Each transform.
-- decision: masked

SELECT
  "c"."id_pesee" AS "a",
  "c"."date_collecte" AS "b",
  "c"."code_commune" AS "d",
  "c"."flux" AS "e",
  "c"."saisi_le" AS "f"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."id_pesee" AS "a",
  "c"."date_collecte" AS "b",
  "c"."code_commune" AS "d",
  "c"."flux" AS "e",
  "c"."saisi_le" AS "f"
FROM (
  SELECT
    INTERCO_SHA256_HEX(
      CAST(:key_c51e1784d44afe3c_2 AS VARCHAR) || INTERCO_SHA256_HEX(CAST(:key_c51e1784d44afe3c_1 AS VARCHAR) || CAST("_t"."ID pesée" AS VARCHAR))
    ) AS "id_pesee",
    CAST(DATE_TRUNC('YEAR', CAST("_t"."date_collecte" AS TIMESTAMP)) AS DATE) AS "date_collecte",
    CAST(NULL AS VARCHAR) AS "code_commune",
    CAST('tous flux' AS VARCHAR) AS "flux",
    WITH_TIMEZONE(
      DATE_TRUNC('MONTH', CAST(AT_TIMEZONE("_t"."saisi_le", 'Europe/Paris') AS TIMESTAMP)),
      'Europe/Paris'
    ) AS "saisi_le"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= CAST('3' AS INTEGER)
) AS "c"
