-- Insert is refused.

INSERT INTO val_d_ille_aubigne.collectes SELECT 1
---
refused: unsupported_query
La requête utilise « INSERT », qui n'est pas permis ici.
