-- Not even a constant stands under the name of a withheld column.
-- decision: today

SELECT
  "c"."nb_bacs" AS "n"
FROM (
  SELECT
    3 AS "nb_bacs"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a column that is not granted
