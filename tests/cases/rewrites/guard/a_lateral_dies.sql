-- A lateral query dies.
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
CROSS JOIN LATERAL (
  SELECT
    1 AS "n"
) AS "l"
LIMIT 51
---
refused: ungoverned_plan
a node that does more than read
