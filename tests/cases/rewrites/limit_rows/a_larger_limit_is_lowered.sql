-- A larger limit is lowered.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 1000000
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 10002
