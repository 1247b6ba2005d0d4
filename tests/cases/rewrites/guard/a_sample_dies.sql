-- A sample dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t" TABLESAMPLE BERNOULLI (50)
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a node that does more than read
