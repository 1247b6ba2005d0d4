-- The table holds names by key only: it is no directory to read from.

SELECT
  r.nom_tri AS nom
FROM val_d_ille_aubigne.collectes AS c
CROSS JOIN interco_reference.communes AS r
---
refused: unsupported_query
La requête utilise « interco_reference », qui n'est pas permis ici.
