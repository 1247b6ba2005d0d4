-- A masked cell in clear dies.
-- decision: masked

SELECT
  "c"."id_pesee" AS "n"
FROM (
  SELECT
    "_t"."ID pesée" AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
