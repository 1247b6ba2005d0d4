-- A past version resurrects rows that were erased.

SELECT c.flux FROM val_d_ille_aubigne.collectes FOR VERSION AS OF 8 AS c
---
refused: unsupported_query
La requête utilise « TABLE VERSION », qui n'est pas permis ici.
