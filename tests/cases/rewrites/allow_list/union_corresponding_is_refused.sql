-- sqlglot would write it as another query.

SELECT 1 AS a UNION CORRESPONDING SELECT 2 AS a
---
refused: unsupported_query
La requête utilise « UNION BY NAME », qui n'est pas permis ici.
