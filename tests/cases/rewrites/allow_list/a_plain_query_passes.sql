-- A filter, a join, an aggregate, an order: the everyday query.

SELECT c.flux, SUM(c.tonnage) AS total FROM val_d_ille_aubigne.collectes AS c WHERE c.flux IN ('OMR', 'VERRE') GROUP BY c.flux HAVING COUNT(*) > 2 ORDER BY total DESC LIMIT 10
---
SELECT
  c.flux,
  SUM(c.tonnage) AS total
FROM val_d_ille_aubigne.collectes AS c
WHERE
  c.flux IN ('OMR', 'VERRE')
GROUP BY
  c.flux
HAVING
  COUNT(*) > 2
ORDER BY
  total DESC
LIMIT 10
