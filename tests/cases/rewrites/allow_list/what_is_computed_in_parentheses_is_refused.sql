-- Parentheses around a column, or a function, of a set change nothing.

SELECT COUNT(*) AS n FROM val_d_ille_aubigne.collectes AS c GROUP BY CUBE ((c.flux), (UPPER(c.code_commune)))
---
refused: unsupported_query
La requête utilise « CUBE (f(x)) », qui n'est pas permis ici.
