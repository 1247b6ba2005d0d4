-- A code that is withheld has no relation.
-- decision: masked

SELECT
  INTERCO_COMMUNE_LABEL(c.code_commune, c.date_collecte) AS label
FROM val_d_ille_aubigne.collectes AS c
---
refused: column_not_granted
La colonne « code_commune » de « collectes » ne vous est pas ouverte.
