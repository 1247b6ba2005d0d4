-- Also inside what is computed of that query.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
WHERE
  "c"."id_pesee" = COALESCE((SELECT "m"."id_compteur" AS "x" FROM eau_bassin_rennais.compteurs AS "m" LIMIT 1), 'x')
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « id_compteur » n'a pas : les comparer n'aurait pas de sens.
