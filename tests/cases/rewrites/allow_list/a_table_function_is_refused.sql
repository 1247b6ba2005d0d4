-- A connector's pass-through runs text on the source, outside every filter.

SELECT * FROM TABLE(pg.system.query(query => 'SELECT 1'))
---
refused: unsupported_query
La requête utilise « TABLE », qui n'est pas permis ici.
