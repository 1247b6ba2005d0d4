-- Behind an alias it is a column, never an output.

SELECT c.flux AS code_commune FROM val_d_ille_aubigne.collectes AS c ORDER BY c.code_commune
---
SELECT
  "c"."flux" AS "code_commune"
FROM "val_d_ille_aubigne"."collectes" AS "c"
ORDER BY
  "c"."code_commune"
