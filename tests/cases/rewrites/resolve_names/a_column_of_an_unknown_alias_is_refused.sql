-- A name before the dot that is no source of the query.

SELECT x.flux FROM val_d_ille_aubigne.collectes AS c
---
refused: sql_unknown_source
Aucune table de la requête ne porte ici le nom « x ».
