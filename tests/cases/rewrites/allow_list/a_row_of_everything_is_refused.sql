-- `ROW(c.*)` would pass for one column.

SELECT ROW(c.*) AS x FROM val_d_ille_aubigne.collectes AS c
---
refused: unsupported_query
La requête utilise « struct », qui n'est pas permis ici.
