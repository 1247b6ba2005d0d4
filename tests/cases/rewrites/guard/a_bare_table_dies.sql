-- A bare table dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM "s_val"."d_collectes" AS "c"
LIMIT 51
---
refused: ungoverned_plan
a table outside a governed select
