-- A pattern says how it is escaped.
-- parameters: p0 string contains

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.flux LIKE :p0
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.flux LIKE :p0 ESCAPE '\'
