-- A sample is refused.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c TABLESAMPLE BERNOULLI (10)
---
refused: unsupported_query
La requête utilise « TABLE SAMPLE », qui n'est pas permis ici.
