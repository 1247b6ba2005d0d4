-- What is about one source and cannot fail says which rows are copied.
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
WHERE
  "c"."flux" = 'OMR' AND CAST("c"."flux" AS INTEGER) > 1
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_m"."flux" AS "flux",
    "_m"."tonnage" AS "tonnage"
  FROM (
    SELECT
      "_f"."flux" AS "flux",
      "_f"."tonnage" AS "tonnage"
    FROM (
      SELECT
        CAST("_t"."flux" AS VARCHAR) AS "flux",
        "_t"."tonnage" AS "tonnage"
      FROM "s_val"."d_collectes" AS "_t"
      WHERE
        CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
    ) AS "_f"
    WHERE
      "_f"."flux" = 'OMR'
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
WHERE
  "c"."flux" = 'OMR' AND CAST("c"."flux" AS INTEGER) > 1
