-- A query in a projection has conditions of its own.
-- decision: today
-- engine: postgres

SELECT
  (
    SELECT
      MAX("c"."flux") AS "f"
    FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
    WHERE
      "c"."tonnage" * 429496730 > 0
  ) AS "f"
---
SELECT
  (
    SELECT
      MAX("c"."flux") AS "f"
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
    WHERE
      "c"."tonnage" * 429496730 > 0
  ) AS "f"
