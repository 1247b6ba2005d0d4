-- In parentheses too, what a CASE comes to by default is shown in all rows.
-- decision: clear or epci

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    (
      CASE WHEN "_t"."INSEE" = '35191' THEN NULL ELSE "_t"."INSEE" END
    ) AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" = '35308' OR "_t"."INSEE" = '35191'
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
