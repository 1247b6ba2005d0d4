-- Information schema is unknown.

SELECT table_name FROM information_schema.tables
---
refused: unknown_dataset
Il n'existe pas de jeu de données « information_schema.tables ».
