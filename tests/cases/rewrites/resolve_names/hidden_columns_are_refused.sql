-- Hidden columns are refused.

SELECT "$path" FROM val_d_ille_aubigne.collectes
---
refused: unsupported_query
La requête utilise « $path », qui n'est pas permis ici.
