-- Distinct is ordered from above.
-- columns: t decimal

SELECT DISTINCT
  c.tonnage AS t
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  t
LIMIT 5
---
SELECT
  CAST(CAST("q"."t" AS DECIMAL(10, 3)) AS VARCHAR) AS "t"
FROM (
  SELECT DISTINCT
    c.tonnage AS t
  FROM val_d_ille_aubigne.collectes AS c
  ORDER BY
    t
  LIMIT 5
) AS "q"
ORDER BY
  "q"."t"
LIMIT 5
