-- A bare table in a CTE dies.
-- decision: today

WITH "x" AS (
  SELECT
    "t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "t"
)
SELECT
  "x"."flux" AS "flux"
FROM "x"
LIMIT 51
---
refused: ungoverned_plan
a table outside a governed select
