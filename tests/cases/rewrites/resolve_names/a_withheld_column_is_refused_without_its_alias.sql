-- A withheld column is refused without its alias.

SELECT flux FROM val_d_ille_aubigne.collectes WHERE nb_bacs > 3
---
refused: column_not_granted
La colonne « nb_bacs » de « collectes » ne vous est pas ouverte.
