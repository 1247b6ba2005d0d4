-- A select without its condition dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
rows without a condition
