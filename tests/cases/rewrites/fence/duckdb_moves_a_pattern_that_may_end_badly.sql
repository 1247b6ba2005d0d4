-- A pattern that ends with its escape character fails, and DuckDB does not know it.
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
  "c"."flux" LIKE 'O%!' ESCAPE '!'
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
  "c"."flux" LIKE 'O%!' ESCAPE '!'
