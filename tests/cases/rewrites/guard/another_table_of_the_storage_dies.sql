-- Another table of the storage dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c", (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_ailleurs" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "d"
LIMIT 51
---
refused: ungoverned_plan
a table that was not planned
