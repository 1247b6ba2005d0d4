-- A table that no scope knows dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
SEMI JOIN "s_val"."d_collectes" AS "d"
  ON TRUE
LIMIT 51
---
refused: ungoverned_plan
a table outside every scope
