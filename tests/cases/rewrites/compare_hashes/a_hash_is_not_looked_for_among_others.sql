-- A hash is not looked for among those of another agreement.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
WHERE
  ("c"."flux", "c"."id_pesee") IN (SELECT "m"."code_commune" AS "x", "m"."id_compteur" AS "y" FROM eau_bassin_rennais.compteurs AS "m")
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « id_compteur » n'a pas : les comparer n'aurait pas de sens.
