-- A text is itself, never a position.
-- columns: n count

SELECT
  COUNT(*) AS n
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  CONCAT(c.flux, '1')
---
SELECT
  CAST(COUNT(*) AS BIGINT) AS "n"
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  CONCAT(c.flux, '1')
