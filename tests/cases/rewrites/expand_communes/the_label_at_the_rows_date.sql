-- The label at the rows date.

SELECT
  INTERCO_COMMUNE_LABEL(c.code_commune, c.date_collecte) AS label
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  CASE
    WHEN c.code_commune IN ('35147', '35344')
    AND c.date_collecte >= CAST('2019-01-01' AS DATE)
    THEN '35308'
    ELSE c.code_commune
  END || CASE
    WHEN c.date_collecte < CAST('2019-01-01' AS DATE)
    THEN '@2018'
    WHEN c.date_collecte >= CAST('2026-01-01' AS DATE)
    THEN '@2026'
    ELSE '@' || CAST(EXTRACT(YEAR FROM c.date_collecte) AS VARCHAR)
  END AS label
FROM val_d_ille_aubigne.collectes AS c
