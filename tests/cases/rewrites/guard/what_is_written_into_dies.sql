-- A query that writes what it reads dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
INTO "x"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a node that does more than read
