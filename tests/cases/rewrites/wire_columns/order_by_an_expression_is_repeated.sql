-- Order by an expression is repeated.
-- columns: flux string, total decimal

SELECT
  c.flux AS f,
  SUM(c.tonnage) AS total
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.flux
ORDER BY
  2 DESC,
  f
---
SELECT
  CAST(c.flux AS VARCHAR) AS "flux",
  CAST(CAST(SUM(c.tonnage) AS DECIMAL(38, 3)) AS VARCHAR) AS "total"
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.flux
ORDER BY
  SUM(c.tonnage) DESC,
  c.flux
