-- A cast may fail.
-- decision: today
-- engine: postgres

SELECT
  "c"."tonnage" AS "tonnage"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  CAST("c"."flux" AS INTEGER) = "c"."tonnage"
---
SELECT
  "c"."tonnage" AS "tonnage"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  OFFSET 0
) AS "c"
WHERE
  CAST("c"."flux" AS INTEGER) = "c"."tonnage"
