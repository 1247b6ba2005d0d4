-- Trino makes WHERE of the FILTER of the only aggregate.
-- decision: today
-- engine: trino

SELECT
  COUNT(*) FILTER(WHERE
    "c"."tonnage" * 429496730 > 0) AS "n"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
---
SELECT
  COUNT(*) FILTER(WHERE
    "c"."tonnage" * 429496730 > 0) AS "n"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  LIMIT 9223372036854775807
) AS "c"
