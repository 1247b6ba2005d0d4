-- There is no second column to order by, after DISTINCT either.
-- columns: f string

SELECT DISTINCT
  c.flux AS f
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  2
---
refused: unsupported_query
La requête utilise « ORDER BY 2 », qui n'est pas permis ici.
