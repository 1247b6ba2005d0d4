-- `SELECT ------1` parses as a query without any column.

SELECT ------1
---
refused: unsupported_query
La requête utilise « SELECT », qui n'est pas permis ici.
