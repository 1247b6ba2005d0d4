-- Each governed select that hides rows is run first.
-- decision: today
-- planned: on copies

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
JOIN (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "d"
  ON "c"."tonnage" = "d"."tonnage"
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_m"."flux" AS "flux",
    "_m"."tonnage" AS "tonnage"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "_m"
) AS "c"
JOIN (
  SELECT
    "_m"."flux" AS "flux",
    "_m"."tonnage" AS "tonnage"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "_m"
) AS "d"
  ON "c"."tonnage" = "d"."tonnage"
