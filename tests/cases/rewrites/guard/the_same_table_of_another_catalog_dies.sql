-- The same table of another catalog dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "ailleurs"."s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a table that was not planned
