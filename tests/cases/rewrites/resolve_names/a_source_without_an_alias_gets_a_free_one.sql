-- What a source is called by nobody is not what another is called.

SELECT val_d_ille_aubigne.collectes.flux FROM val_d_ille_aubigne.collectes, val_d_ille_aubigne.collectes AS collectes
---
SELECT
  "collectes_2"."flux" AS "flux"
FROM "val_d_ille_aubigne"."collectes" AS "collectes_2", "val_d_ille_aubigne"."collectes" AS "collectes"
