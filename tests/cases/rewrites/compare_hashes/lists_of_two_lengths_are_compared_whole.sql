-- Sides of other lengths are compared, each column with each.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
WHERE
  ("c"."flux", "c"."id_pesee") = ("c"."flux", "c"."flux", "c"."flux")
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « flux » n'a pas : les comparer n'aurait pas de sens.
