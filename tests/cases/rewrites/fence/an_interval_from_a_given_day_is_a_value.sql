-- A short interval from a given day is a value to compare with.
-- decision: today
-- engine: duckdb

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."date_collecte" AS "date_collecte",
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  "c"."date_collecte" > CAST('2024-01-01' AS DATE) - INTERVAL '12' MONTH
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."date_collecte" AS "date_collecte",
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  "c"."date_collecte" > CAST('2024-01-01' AS DATE) - INTERVAL '12' MONTH
