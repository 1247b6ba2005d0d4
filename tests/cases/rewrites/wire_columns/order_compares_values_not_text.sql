-- `t` is text in the result: the order is over the column.
-- columns: t decimal

SELECT
  c.tonnage AS t
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  t DESC
---
SELECT
  CAST(CAST(c.tonnage AS DECIMAL(10, 3)) AS VARCHAR) AS "t"
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  c.tonnage DESC
