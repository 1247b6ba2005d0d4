-- A withheld column is refused in where.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE c.nb_bacs > 3
---
refused: column_not_granted
La colonne « nb_bacs » de « collectes » ne vous est pas ouverte.
