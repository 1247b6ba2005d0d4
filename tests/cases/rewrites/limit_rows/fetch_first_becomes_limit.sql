-- Fetch first becomes limit.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
FETCH FIRST 5 ROWS ONLY
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
LIMIT 5
