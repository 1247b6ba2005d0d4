-- What another column holds makes no code a commune.
-- decision: communes

SELECT
  "c"."code_commune" AS "n"
FROM (
  SELECT
    CASE WHEN "_t"."flux" IN ('35308') THEN "_t"."INSEE" END AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."INSEE" IN ('35308', '35344') AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
