-- A smaller limit stays.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 51
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 51
