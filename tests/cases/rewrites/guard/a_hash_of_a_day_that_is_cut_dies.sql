-- No branch shows the hash of a day: it would be found by trying every day.
-- decision: masked

SELECT
  "c"."date_collecte" AS "s"
FROM (
  SELECT
    CAST(INTERCO_SHA256_HEX(CAST("_t"."date_collecte" AS VARCHAR)) AS DATE) AS "date_collecte"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
