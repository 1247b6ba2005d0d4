-- A NATURAL JOIN compares whatever columns have one name, granted or not.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c NATURAL JOIN val_d_ille_aubigne.collectes AS m
---
refused: unsupported_query
La requête utilise « NATURAL JOIN », qui n'est pas permis ici.
