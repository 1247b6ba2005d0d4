-- Two agreements' hashes are not joined.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN eau_bassin_rennais.compteurs AS "m"
  ON "c"."id_pesee" = "m"."id_compteur"
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « id_compteur » n'a pas : les comparer n'aurait pas de sens.
