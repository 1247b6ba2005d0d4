-- A limit is part of the plan, never a value.
-- parameters: p0 integer

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c LIMIT :p0
---
refused: unsupported_query
La requête utilise « LIMIT », qui n'est pas permis ici.
