-- That another alternative is about a column does not help.
-- decision: overlap

SELECT
  "c"."code_commune" AS "k"
FROM (
  SELECT
    "_t"."INSEE" AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."flux" IN ('VERRE') OR 1 = 1
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a condition about nothing
