-- There is no second column to order by.
-- columns: f string

SELECT
  c.flux AS f
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  2
---
refused: unsupported_query
La requête utilise « ORDER BY 2 », qui n'est pas permis ici.
