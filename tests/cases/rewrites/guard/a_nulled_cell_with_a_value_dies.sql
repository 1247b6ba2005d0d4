-- A nulled cell with a value dies.
-- decision: masked

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    LOWER("_t"."INSEE") AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
