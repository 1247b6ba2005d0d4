-- Sets of columns are grouped by, one by one or several together.

SELECT c.flux, c.code_commune, COUNT(*) AS n FROM val_d_ille_aubigne.collectes AS c GROUP BY GROUPING SETS ((c.flux, c.code_commune), (c.flux), ())
---
SELECT
  c.flux,
  c.code_commune,
  COUNT(*) AS n
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  GROUPING SETS (
    (c.flux, c.code_commune),
    (
      c.flux
    ),
    ()
  )
