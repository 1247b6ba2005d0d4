-- Clear for some rows and EPCI for others.
-- decision: clear or epci

SELECT
  "c"."code_commune" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."code_commune" AS "a"
FROM (
  SELECT
    CASE
      WHEN "_g"."_branch_1"
      THEN "_g"."code_commune"
      WHEN "_g"."_branch_2"
      THEN CASE
        WHEN "_g"."date_collecte" IS NULL
        THEN CAST(NULL AS VARCHAR)
        WHEN "_g"."code_commune" IN ('35083', '35191', '35323')
        THEN '200070688'
        WHEN "_g"."code_commune" IN ('35147', '35308', '35344')
        THEN '243500733'
        ELSE CAST(NULL AS VARCHAR)
      END
      ELSE CAST(NULL AS VARCHAR)
    END AS "code_commune"
  FROM (
    SELECT
      "_t"."date_collecte" AS "date_collecte",
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
      CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
      AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
      AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE) AS "_branch_1",
      CAST("_t"."INSEE" AS VARCHAR) IN ('35083', '35147', '35191', '35308', '35323', '35344') AS "_branch_2"
    FROM "s_val"."d_collectes" AS "_t"
  ) AS "_g"
  WHERE
    "_g"."_branch_1" OR "_g"."_branch_2"
) AS "c"
