-- A condition about what is joined inside hides nothing.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  CROSS JOIN (
    SELECT
      '35308' AS "INSEE"
  ) AS "x"
  WHERE
    "x"."INSEE" IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a table outside a governed select
