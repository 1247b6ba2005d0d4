-- Another table of the storage dies.
-- decision: today

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_paie" AS "_t"
  WHERE
    "_t"."flux" = 'x'
) AS "c"
LIMIT 51
---
refused: unknown_dataset
Il n’existe pas de jeu de données « … ».
