-- `GROUP BY 1` is the expression that is selected first.
-- columns: f string, n count

SELECT
  UPPER(c.flux) AS f,
  COUNT(*) AS n
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  1
---
SELECT
  CAST(UPPER(c.flux) AS VARCHAR) AS "f",
  CAST(COUNT(*) AS BIGINT) AS "n"
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  UPPER(c.flux)
