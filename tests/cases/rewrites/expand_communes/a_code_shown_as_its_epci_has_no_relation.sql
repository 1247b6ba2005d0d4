-- A code shown as its EPCI has no relation.
-- decision: epci

SELECT
  INTERCO_COMMUNE_CODE("c"."code_commune") AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
refused: column_not_granted
La colonne « code_commune » de « collectes » ne vous est pas ouverte.
