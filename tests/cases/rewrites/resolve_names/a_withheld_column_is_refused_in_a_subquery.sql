-- A withheld column is refused in a subquery.

SELECT c.flux FROM val_d_ille_aubigne.collectes AS c WHERE EXISTS (SELECT 1 FROM mesnil_roc_h.fontaines AS f WHERE f.id_fontaine = c.nb_bacs)
---
refused: column_not_granted
La colonne « nb_bacs » de « collectes » ne vous est pas ouverte.
