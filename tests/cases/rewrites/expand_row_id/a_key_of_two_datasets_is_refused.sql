-- A key is of one dataset: its secret is that dataset's own.
-- decision: owner

SELECT
  INTERCO_ROW_ID(c.id_pesee, f.id_fontaine) AS id
FROM val_d_ille_aubigne.collectes AS c
CROSS JOIN mesnil_roc_h.fontaines AS f
---
refused: unsupported_query
La requête utilise « interco_row_id », qui n'est pas permis ici.
