-- Show is refused.

SHOW TABLES
---
refused: unsupported_query
La requête utilise « SHOW », qui n'est pas permis ici.
