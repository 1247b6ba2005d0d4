-- The owner sees every row.
-- decision: owner

SELECT
  "c"."flux" AS "flux",
  "c"."nb_bacs" AS "n"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."flux" AS "flux",
  "c"."nb_bacs" AS "n"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."nb_bacs" AS "nb_bacs"
  FROM "s_val"."d_collectes" AS "_t"
) AS "c"
