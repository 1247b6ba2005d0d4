-- A lateral join is refused.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c CROSS JOIN UNNEST(ARRAY[1, 2]) AS u(x)
---
refused: unsupported_query
La requête utilise « unnest », qui n'est pas permis ici.
