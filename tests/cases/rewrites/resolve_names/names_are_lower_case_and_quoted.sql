-- Trino lower-cases names even when they are quoted.

SELECT C.FLUX FROM VAL_D_ILLE_AUBIGNE."Collectes" AS C
---
SELECT
  "c"."flux"
FROM "val_d_ille_aubigne"."collectes" AS "c"
