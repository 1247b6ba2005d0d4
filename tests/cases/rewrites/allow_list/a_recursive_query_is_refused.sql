-- A recursive query is refused.

WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM a
---
refused: unsupported_query
La requête utilise « WITH RECURSIVE », qui n'est pas permis ici.
