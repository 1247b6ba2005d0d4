-- A hashed cell with nothing after it is the cell.
-- decision: masked

SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    CAST("_t"."id_pesee" AS VARCHAR) || '' AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
