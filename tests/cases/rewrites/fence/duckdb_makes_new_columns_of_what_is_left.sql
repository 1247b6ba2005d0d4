-- What may fail DuckDB leaves in its order, and yet computes it of values of hidden rows.
-- decision: today

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
  "c"."tonnage" * 429496730 > 0
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_f"."flux" AS "flux",
    "_f"."tonnage" AS "tonnage",
    LEAD(1) OVER () AS "_c"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "_f"
  OFFSET 0
) AS "c"
WHERE
  "c"."tonnage" * 429496730 > 0
