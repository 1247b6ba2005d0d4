-- A limit inside is the callers own.

SELECT
  q.flux
FROM (
  SELECT
    c.flux
  FROM val_d_ille_aubigne.collectes AS c
  LIMIT 1000000
) AS q
---
SELECT
  q.flux
FROM (
  SELECT
    c.flux
  FROM val_d_ille_aubigne.collectes AS c
  LIMIT 1000000
) AS q
LIMIT 10002
