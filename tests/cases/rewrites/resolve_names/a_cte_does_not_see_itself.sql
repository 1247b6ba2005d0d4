-- A cte does not see itself.

WITH collectes AS (SELECT flux FROM collectes) SELECT flux FROM collectes
---
refused: unknown_dataset
Il n'existe pas de jeu de données « collectes ».
