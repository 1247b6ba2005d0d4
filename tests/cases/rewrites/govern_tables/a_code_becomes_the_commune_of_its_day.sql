-- A code becomes the commune of its day, or null.
-- decision: communes

SELECT
  "c"."code_commune" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."code_commune" AS "a"
FROM (
  SELECT
    CASE
      WHEN "_t"."date_collecte" IS NULL
      THEN CAST(NULL AS VARCHAR)
      WHEN CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35344')
      AND "_t"."date_collecte" < CAST('2019-01-01' AS DATE)
      THEN CAST("_t"."INSEE" AS VARCHAR)
      WHEN CAST("_t"."INSEE" AS VARCHAR) = '35308'
      THEN CAST("_t"."INSEE" AS VARCHAR)
      WHEN CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35344')
      AND "_t"."date_collecte" >= CAST('2019-01-01' AS DATE)
      THEN '35308'
      ELSE CAST(NULL AS VARCHAR)
    END AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
    AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
    AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE)
) AS "c"
