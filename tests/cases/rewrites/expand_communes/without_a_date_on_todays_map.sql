-- Without a date on todays map.
-- decision: today

SELECT
  INTERCO_COMMUNE_CODE(c.code_commune) AS code,
  INTERCO_COMMUNE_LABEL(c.code_commune) AS label
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  CASE WHEN c.code_commune IN ('35147', '35344') THEN '35308' ELSE c.code_commune END AS code,
  CASE WHEN c.code_commune IN ('35147', '35344') THEN '35308' ELSE c.code_commune END || '@2026' AS label
FROM val_d_ille_aubigne.collectes AS c
