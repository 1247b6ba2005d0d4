-- A bare table dies, be it whose it may: it shows what nobody granted.
-- decision: owner

SELECT
  "c"."flux" AS "flux"
FROM "s_val"."d_collectes" AS "c"
LIMIT 51
---
refused: ungoverned_plan
a table outside a governed select
