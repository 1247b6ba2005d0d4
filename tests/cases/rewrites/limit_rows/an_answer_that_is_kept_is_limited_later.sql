-- An answer that is kept is limited later.
-- planned: keeps the answer

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
