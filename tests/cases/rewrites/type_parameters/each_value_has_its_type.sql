-- Each value has its type.
-- parameters: p0 date, p1 decimal, p2 string

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.date_collecte >= :p0 AND c.tonnage < :p1 AND c.flux = :p2
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.date_collecte >= CAST(:p0 AS DATE)
  AND c.tonnage < CAST(:p1 AS DECIMAL(38, 3))
  AND c.flux = CAST(:p2 AS VARCHAR)
