-- Match recognize is refused.

SELECT * FROM val_d_ille_aubigne.collectes MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS TRUE)
---
refused: unsupported_query
La requête utilise « SELECT MATCH », qui n'est pas permis ici.
