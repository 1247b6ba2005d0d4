-- Using joins are spelt out.
-- decision: owner

SELECT flux FROM val_d_ille_aubigne.collectes JOIN eau_bassin_rennais.compteurs USING (code_commune)
---
SELECT
  "collectes"."flux" AS "flux"
FROM "val_d_ille_aubigne"."collectes" AS "collectes"
JOIN "eau_bassin_rennais"."compteurs" AS "compteurs"
  ON "collectes"."code_commune" = "compteurs"."code_commune"
