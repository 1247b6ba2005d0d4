-- A code that is listed, or anything else, is not listed.
-- decision: communes

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    CASE WHEN "_t"."INSEE" IN ('35308') OR 1 = 1 THEN "_t"."INSEE" END AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308', '35344') AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
