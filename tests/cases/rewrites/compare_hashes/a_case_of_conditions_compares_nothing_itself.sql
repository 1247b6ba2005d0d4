-- A CASE of conditions compares by its conditions alone.
-- decision: hashes

SELECT
  CASE WHEN "c"."flux" = 'OMR' THEN "c"."id_pesee" END AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  CASE WHEN "c"."flux" = 'OMR' THEN "c"."id_pesee" END AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
