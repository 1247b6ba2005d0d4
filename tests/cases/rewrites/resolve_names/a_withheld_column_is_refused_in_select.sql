-- A withheld column is refused in select.

SELECT c.nb_bacs FROM val_d_ille_aubigne.collectes AS c
---
refused: column_not_granted
La colonne « nb_bacs » de « collectes » ne vous est pas ouverte.
