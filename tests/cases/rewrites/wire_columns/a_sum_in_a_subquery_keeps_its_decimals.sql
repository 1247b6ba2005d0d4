-- A sum in a subquery keeps its decimals: no column of the outer query tells them, its cast does.
-- columns: t decimal

SELECT
  CAST(h.c0 AS DECIMAL(38, 3)) AS t
FROM (
  SELECT
    CAST(SUM(c.tonnage) AS DECIMAL(38, 3)) AS c0
  FROM val_d_ille_aubigne.collectes AS c
) AS h
---
SELECT
  CAST(CAST(CAST(h.c0 AS DECIMAL(38, 3)) AS DECIMAL(38, 3)) AS VARCHAR) AS "t"
FROM (
  SELECT
    CAST(SUM(c.tonnage) AS DECIMAL(38, 3)) AS c0
  FROM val_d_ille_aubigne.collectes AS c
) AS h
