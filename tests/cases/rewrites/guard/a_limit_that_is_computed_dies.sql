-- A limit that is computed dies.
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
LIMIT 1 + 10000000
---
refused: ungoverned_plan
no limit
