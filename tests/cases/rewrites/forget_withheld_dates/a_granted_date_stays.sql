-- A granted date stays.

SELECT
  INTERCO_COMMUNE_CODE(c.code_commune, c.date_collecte) AS a
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  INTERCO_COMMUNE_CODE(c.code_commune, c.date_collecte) AS a
FROM val_d_ille_aubigne.collectes AS c
