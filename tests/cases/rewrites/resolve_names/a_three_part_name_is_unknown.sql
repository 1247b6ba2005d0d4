-- A three part name is unknown.

SELECT flux FROM pg.val_d_ille_aubigne.collectes
---
refused: unknown_dataset
Il n'existe pas de jeu de données « pg.val_d_ille_aubigne.collectes ».
