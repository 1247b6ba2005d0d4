-- An unknown parameter is refused.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE c.flux = :p0
---
refused: unsupported_query
La requête utilise « ? », qui n'est pas permis ici.
