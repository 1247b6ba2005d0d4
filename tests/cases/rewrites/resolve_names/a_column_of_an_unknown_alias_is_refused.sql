-- A name before the dot that is no source of the query.

SELECT x.flux FROM val_d_ille_aubigne.collectes AS c
---
refused: unknown_column
« x » n'a pas de colonne « flux ».
