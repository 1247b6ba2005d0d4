-- A star in any other function than a count dies.
-- decision: today

SELECT
  ARRAY_AGG(*) AS "a"
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
a star is left
