-- Not deterministic: a plan must say the same twice.

SELECT CURRENT_TIMESTAMP AS x FROM val_d_ille_aubigne.collectes AS c
---
refused: unsupported_query
La requête utilise « current_timestamp », qui n'est pas permis ici.
