-- A bare table is unknown.

SELECT flux FROM collectes
---
refused: unknown_dataset
Il n'existe pas de jeu de données « collectes ».
