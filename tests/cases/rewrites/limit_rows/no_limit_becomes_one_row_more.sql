-- No limit becomes one row more.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 10002
