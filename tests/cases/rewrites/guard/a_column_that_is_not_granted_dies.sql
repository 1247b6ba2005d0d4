-- A column that is not granted dies.
-- decision: today

SELECT
  "c"."nb_bacs" AS "n"
FROM (
  SELECT
    "_t"."nb_bacs" AS "nb_bacs"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a column that is not granted
