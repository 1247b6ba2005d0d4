-- An outer column is found.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE EXISTS (SELECT 1 FROM mesnil_roc_h.fontaines AS f WHERE f.debit > c.tonnage)
---
SELECT
  "c"."flux"
FROM "val_d_ille_aubigne"."collectes" AS "c"
WHERE
  EXISTS(
    SELECT
      1
    FROM "mesnil_roc_h"."fontaines" AS "f"
    WHERE
      "f"."debit" > "c"."tonnage"
  )
