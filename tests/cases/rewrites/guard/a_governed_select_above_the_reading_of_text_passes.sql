-- Text may be read below what governs.
-- decision: today
-- engine: duckdb

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_r"."flux" AS "flux"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
    FROM "s_val"."d_collectes" AS "_t"
  ) AS "_r"
  WHERE
    "_r"."code_commune" IN ('35308')
) AS "c"
LIMIT 51
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_r"."flux" AS "flux"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
    FROM "s_val"."d_collectes" AS "_t"
  ) AS "_r"
  WHERE
    "_r"."code_commune" IN ('35308')
) AS "c"
LIMIT 51
