-- A pattern that says how it is escaped stays as it is.
-- parameters: p0 string contains

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.flux LIKE :p0 ESCAPE '\'
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.flux LIKE CAST(:p0 AS VARCHAR) ESCAPE '\'
