-- A hash is not compared with a clear text.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
WHERE
  "c"."flux" = "c"."id_pesee"
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « flux » n'a pas : les comparer n'aurait pas de sens.
