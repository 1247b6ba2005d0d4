-- So may the condition of a join with a CTE.
-- decision: today
-- engine: postgres

WITH "x" AS (
  SELECT
    1 AS "n"
)
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
INNER JOIN "x"
  ON "c"."tonnage" * 429496730 > "x"."n"
---
WITH "x" AS (
  SELECT
    1 AS "n"
)
SELECT
  "c"."flux" AS "flux"
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
INNER JOIN "x"
  ON "c"."tonnage" * 429496730 > "x"."n"
