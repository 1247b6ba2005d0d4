-- A withheld column is refused in order.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c ORDER BY c.nb_bacs
---
refused: column_not_granted
La colonne « nb_bacs » de « collectes » ne vous est pas ouverte.
