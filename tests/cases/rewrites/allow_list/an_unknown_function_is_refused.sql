-- An unknown function is refused.

SELECT pg_sleep(10) AS x FROM val_d_ille_aubigne.collectes AS c
---
refused: unsupported_query
La requête utilise « pg_sleep », qui n'est pas permis ici.
