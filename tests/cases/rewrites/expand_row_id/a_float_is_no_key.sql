-- A float is no key.
-- decision: owner

SELECT
  INTERCO_ROW_ID(f.debit) AS id
FROM mesnil_roc_h.fontaines AS f
---
refused: unsupported_query
La requête utilise « interco_row_id (float, Europe/Paris) », qui n'est pas permis ici.
