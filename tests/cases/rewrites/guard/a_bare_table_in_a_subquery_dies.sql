-- A bare table in a subquery dies.
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
  "c"."flux" IN (
    SELECT
      "d"."flux"
    FROM "s_val"."d_collectes" AS "d"
  )
LIMIT 51
---
refused: ungoverned_plan
rows without a condition
