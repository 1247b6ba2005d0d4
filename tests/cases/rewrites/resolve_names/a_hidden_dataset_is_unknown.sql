-- Hidden and absent answer alike.

SELECT nom FROM val_d_ille_aubigne.paie
---
refused: unknown_dataset
Il n'existe pas de jeu de données « … ».
