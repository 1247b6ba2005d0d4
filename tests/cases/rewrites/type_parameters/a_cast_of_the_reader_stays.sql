-- A cast of the reader stays.
-- parameters: p0 string

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.date_collecte = CAST(:p0 AS DATE)
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.date_collecte = CAST(:p0 AS DATE)
