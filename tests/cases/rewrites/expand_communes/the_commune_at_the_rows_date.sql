-- Lanhélin and Tressé are Mesnil-Roc'h since 2019.

SELECT
  INTERCO_COMMUNE_CODE(c.code_commune, c.date_collecte) AS code
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  CASE
    WHEN c.code_commune IN ('35147', '35344')
    AND c.date_collecte >= CAST('2019-01-01' AS DATE)
    THEN '35308'
    ELSE c.code_commune
  END AS code
FROM val_d_ille_aubigne.collectes AS c
