-- A condition on what is grouped by may be moved below the grouping.
-- decision: today
-- engine: postgres

SELECT
  "c"."tonnage" * 429496730 AS "n"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
GROUP BY
  "c"."tonnage" * 429496730
HAVING
  "c"."tonnage" * 429496730 > 0
---
SELECT
  "c"."tonnage" * 429496730 AS "n"
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
GROUP BY
  "c"."tonnage" * 429496730
HAVING
  "c"."tonnage" * 429496730 > 0
