-- A schema qualified column is found.

SELECT val_d_ille_aubigne.collectes.flux FROM val_d_ille_aubigne.collectes
---
SELECT
  "collectes"."flux" AS "flux"
FROM "val_d_ille_aubigne"."collectes" AS "collectes"
