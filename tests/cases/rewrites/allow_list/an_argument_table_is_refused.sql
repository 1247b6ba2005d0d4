-- `TABLE(f(input => TABLE(c.s.t)))` hides a table in what parses as a column.

SELECT * FROM TABLE(f(input => TABLE(c.s.t)))
---
refused: unsupported_query
La requête utilise « TABLE », qui n'est pas permis ici.
