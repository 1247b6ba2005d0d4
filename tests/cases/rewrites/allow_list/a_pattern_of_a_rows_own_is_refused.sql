-- A pattern is written in the statement: a row's own could take for ever.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE REGEXP_LIKE(c.flux, c.code_commune)
---
refused: unsupported_query
La requête utilise « regexp_like », qui n'est pas permis ici.
