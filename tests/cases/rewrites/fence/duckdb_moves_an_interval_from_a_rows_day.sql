-- So may an interval from the day of a row.
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
  "c"."date_collecte" + INTERVAL '1' DAY > CAST('2024-01-01' AS DATE)
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
  OFFSET 0
) AS "c"
WHERE
  "c"."date_collecte" + INTERVAL '1' DAY > CAST('2024-01-01' AS DATE)
