-- `t$partitions` shows a column's values under another name.

SELECT * FROM val_d_ille_aubigne."collectes$partitions"
---
refused: unsupported_query
La requête utilise « collectes$partitions », qui n'est pas permis ici.
