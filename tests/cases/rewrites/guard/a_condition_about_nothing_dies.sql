-- A condition about nothing dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    TRUE
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a condition about nothing
