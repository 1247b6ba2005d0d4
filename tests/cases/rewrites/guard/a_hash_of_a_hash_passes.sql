-- A hash of a hash, as masks write it.
-- decision: masked

SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    INTERCO_SHA256_HEX('k' || INTERCO_SHA256_HEX('k' || "_t"."id_pesee")) AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
---
SELECT
  "c"."id_pesee" AS "s"
FROM (
  SELECT
    INTERCO_SHA256_HEX('k' || INTERCO_SHA256_HEX('k' || "_t"."id_pesee")) AS "id_pesee"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
LIMIT 51
