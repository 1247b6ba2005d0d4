-- What is put below is about that source alone.
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
CROSS JOIN (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "d"
WHERE
  "d"."flux" = 'OMR' AND "c"."tonnage" * 429496730 > "d"."tonnage"
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
CROSS JOIN (
  SELECT
    "_f"."code_commune" AS "code_commune",
    "_f"."flux" AS "flux",
    "_f"."tonnage" AS "tonnage"
  FROM (
    SELECT
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "_f"
  WHERE
    "_f"."flux" = 'OMR'
  OFFSET 0
) AS "d"
WHERE
  "d"."flux" = 'OMR' AND "c"."tonnage" * 429496730 > "d"."tonnage"
