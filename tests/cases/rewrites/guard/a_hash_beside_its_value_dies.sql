-- What is hashed may not stand beside its hash.
-- decision: masked

SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    INTERCO_SHA256_HEX("_t"."id_pesee") || "_t"."id_pesee" AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a cell in clear
