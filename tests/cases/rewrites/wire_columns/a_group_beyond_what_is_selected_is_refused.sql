-- There is no third column to group by.
-- columns: f string, n count

SELECT
  c.flux AS f,
  COUNT(*) AS n
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  3
---
refused: unsupported_query
La requête utilise « GROUP BY 3 », qui n'est pas permis ici.
