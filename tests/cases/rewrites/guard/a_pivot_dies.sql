-- A pivot dies.
-- decision: today

SELECT
  "p"."a" AS "a"
FROM (
  SELECT
    "_t"."flux" AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
PIVOT(SUM("tonnage") FOR "flux" IN ('OMR' AS "a")) AS "p"
LIMIT 51
---
refused: ungoverned_plan
a node that does more than read
