-- What is not selected cannot order a distinct.
-- columns: f string

SELECT DISTINCT c.flux AS f FROM val_d_ille_aubigne.collectes AS c ORDER BY c.tonnage
---
refused: unsupported_query
La requête utilise « ORDER BY », qui n'est pas permis ici.
