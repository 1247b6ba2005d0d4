-- Columns are compared with values: the source may use its indexes.
-- decision: today
-- engine: postgres
-- parameters: p0 string

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  ("c"."flux" = CAST(:p0 AS VARCHAR) OR "c"."flux" IN ('VERRE', 'OMR'))
  AND NOT "c"."flux" IS NULL
  AND "c"."tonnage" BETWEEN 1 AND 2
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  (
    "c"."flux" = CAST(:p0 AS VARCHAR) OR "c"."flux" IN ('VERRE', 'OMR')
  )
  AND NOT "c"."flux" IS NULL
  AND "c"."tonnage" BETWEEN 1 AND 2
