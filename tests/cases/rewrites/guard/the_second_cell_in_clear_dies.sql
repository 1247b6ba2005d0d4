-- A masked cell in clear behind a right one dies.
-- decision: masked

SELECT
  "c"."saisi_le" AS "s"
FROM (
  SELECT
    DATE_TRUNC('MONTH', "_t"."saisi_le") AS "saisi_le",
    "_t"."id_pesee" AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
