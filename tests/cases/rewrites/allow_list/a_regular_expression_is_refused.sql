-- A regular expression is refused.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE REGEXP_LIKE(c.flux, '(a+)+b')
---
refused: unsupported_query
La requête utilise « regexp_like », qui n'est pas permis ici.
