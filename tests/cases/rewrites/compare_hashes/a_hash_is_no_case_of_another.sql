-- CASE compares what stands before WHEN with each of them.
-- decision: hashes

SELECT
  CASE "c"."id_pesee" WHEN "m"."id_compteur" THEN 1 ELSE 0 END AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
CROSS JOIN eau_bassin_rennais.compteurs AS "m"
---
refused: hashes_not_comparable
« id_pesee » est pseudonymisée sous une clé que « id_compteur » n'a pas : les comparer n'aurait pas de sens.
