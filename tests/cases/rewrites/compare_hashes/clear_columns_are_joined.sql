-- Clear columns beside hashes are joined.
-- decision: hashes

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN eau_bassin_rennais.compteurs AS "m"
  ON "c"."nb_bacs" = "m"."nb"
---
SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN eau_bassin_rennais.compteurs AS "m"
  ON "c"."nb_bacs" = "m"."nb"
