-- Cast, a code that is clear for some rows only is still in clear in all.
-- decision: clear or epci

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" = '35308' OR "_t"."INSEE" = '35191'
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
