-- With function is refused.

WITH FUNCTION f(x integer) RETURNS integer RETURN x SELECT f(1)
---
refused: unsupported_query
La requête utilise « WITH UDFS », qui n'est pas permis ici.
