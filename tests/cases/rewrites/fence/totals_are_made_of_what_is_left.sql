-- HAVING over aggregates comes after the rows are chosen: nothing to fence.
-- decision: today
-- engine: postgres

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
GROUP BY
  "c"."flux"
HAVING
  SUM("c"."tonnage") > 3
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
GROUP BY
  "c"."flux"
HAVING
  SUM("c"."tonnage") > 3
