-- A code that is null has no commune.
-- decision: masked

SELECT
  INTERCO_COMMUNE_LABEL(c.code_commune, c.date_collecte) AS label
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  CAST(NULL AS VARCHAR) AS label
FROM val_d_ille_aubigne.collectes AS c
