-- Its cost is not linear: a slow answer would tell that a hidden row exists.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE LEVENSHTEIN_DISTANCE(c.flux, 'OMR') < 2
---
refused: unsupported_query
La requête utilise « levenshtein », qui n'est pas permis ici.
