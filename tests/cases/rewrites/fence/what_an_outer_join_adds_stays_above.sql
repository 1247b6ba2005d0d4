-- What an outer join adds is asked for above.
-- decision: today
-- engine: postgres

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
LEFT JOIN (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "d"
  ON "c"."flux" = "d"."flux"
WHERE
  "d"."flux" IS NULL AND "c"."tonnage" * 429496730 > 0
---
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
LEFT JOIN (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  OFFSET 0
) AS "d"
  ON "c"."flux" = "d"."flux"
WHERE
  "d"."flux" IS NULL AND "c"."tonnage" * 429496730 > 0
