-- Decimals become exact text.
-- columns: a decimal, b decimal, c float

SELECT
  c.tonnage AS t,
  SUM(c.tonnage) AS s,
  AVG(c.tonnage) AS m
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.tonnage
---
SELECT
  CAST(CAST(c.tonnage AS DECIMAL(10, 3)) AS VARCHAR) AS "a",
  CAST(CAST(SUM(c.tonnage) AS DECIMAL(38, 3)) AS VARCHAR) AS "b",
  CAST(AVG(c.tonnage) AS DOUBLE) AS "c"
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.tonnage
