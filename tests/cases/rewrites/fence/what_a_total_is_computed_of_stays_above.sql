-- What a total is computed of is computed of a row.
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
  SUM("c"."tonnage" * 2) > 3
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
  OFFSET 0
) AS "c"
GROUP BY
  "c"."flux"
HAVING
  SUM("c"."tonnage" * 2) > 3
