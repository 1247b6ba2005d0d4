-- What joins is what is left of either side.
-- decision: today
-- engine: trino

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
  ON "c"."flux" = "d"."flux"
WHERE
  "c"."tonnage" IN (
    SELECT
      "d"."tonnage" AS "tonnage"
    FROM (
      SELECT
        CAST("_t"."flux" AS VARCHAR) AS "flux",
        "_t"."tonnage" AS "tonnage"
      FROM "s_val"."d_collectes" AS "_t"
      WHERE
        CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
    ) AS "d"
  )
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
JOIN (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "d"
  ON "c"."flux" = "d"."flux"
WHERE
  "c"."tonnage" IN (
    SELECT
      "d"."tonnage" AS "tonnage"
    FROM (
      SELECT
        CAST("_t"."flux" AS VARCHAR) AS "flux",
        "_t"."tonnage" AS "tonnage"
      FROM "s_val"."d_collectes" AS "_t"
      WHERE
        CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
    ) AS "d"
  )
