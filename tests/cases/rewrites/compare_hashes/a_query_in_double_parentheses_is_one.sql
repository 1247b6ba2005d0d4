-- Parentheses around a query change nothing.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
WHERE
  "c"."id_pesee" = ((SELECT "m"."id_compteur" AS "x" FROM eau_bassin_rennais.compteurs AS "m" LIMIT 1))
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « id_compteur » n'a pas : les comparer n'aurait pas de sens.
