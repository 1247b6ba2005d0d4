-- A masked cell as the first outcome of a CASE dies.
-- decision: masked

SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    CASE WHEN "_t"."nb_bacs" >= 3 THEN "_t"."id_pesee" ELSE NULL END AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
