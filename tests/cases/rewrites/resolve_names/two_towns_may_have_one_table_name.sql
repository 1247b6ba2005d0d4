-- Each source gets an alias of its own.
-- decision: owner

SELECT collectes.flux, compteurs.nb FROM val_d_ille_aubigne.collectes, eau_bassin_rennais.compteurs
---
SELECT
  "collectes"."flux" AS "flux",
  "compteurs"."nb" AS "nb"
FROM "val_d_ille_aubigne"."collectes" AS "collectes", "eau_bassin_rennais"."compteurs" AS "compteurs"
