-- A raw code under EPCI dies.
-- decision: epci

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    "_t"."INSEE" AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308', '35344') AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
