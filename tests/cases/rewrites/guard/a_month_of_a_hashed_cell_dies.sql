-- No branch shows the month of what is hashed.
-- decision: masked

SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST("_t"."id_pesee" AS TIMESTAMP)) AS VARCHAR) AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
