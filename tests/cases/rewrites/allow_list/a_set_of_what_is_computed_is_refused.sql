-- Trino groups by sets of columns alone: what is computed is named in a query inside.

SELECT COUNT(*) AS n FROM val_d_ille_aubigne.collectes AS c GROUP BY ROLLUP (UPPER(c.flux))
---
refused: unsupported_query
La requête utilise « ROLLUP (f(x)) », qui n'est pas permis ici.
