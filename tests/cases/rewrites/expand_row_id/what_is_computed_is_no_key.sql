-- What is computed is no key.

SELECT
  INTERCO_ROW_ID(LOWER(c.id_pesee)) AS id
FROM val_d_ille_aubigne.collectes AS c
---
refused: unsupported_query
La requête utilise « INTERCO_ROW_ID », qui n'est pas permis ici.
