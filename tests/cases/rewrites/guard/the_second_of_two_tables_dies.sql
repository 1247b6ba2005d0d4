-- A bare table beside a governed one dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c", "s_val"."d_collectes" AS "d"
LIMIT 51
---
refused: ungoverned_plan
a table outside a governed select
