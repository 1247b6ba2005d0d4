-- A key of nothing is of no dataset.

SELECT
  INTERCO_ROW_ID() AS id
FROM val_d_ille_aubigne.collectes AS c
---
refused: unsupported_query
La requête utilise « interco_row_id », qui n'est pas permis ici.
