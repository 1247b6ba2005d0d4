-- The date is not open to this reader: the commune is read on today's map.
-- decision: today

SELECT
  INTERCO_COMMUNE_CODE(c.code_commune, c.date_collecte) AS a
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  INTERCO_COMMUNE_CODE(c.code_commune) AS a
FROM val_d_ille_aubigne.collectes AS c
