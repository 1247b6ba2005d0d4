-- An ambiguous column is refused.

SELECT flux FROM val_d_ille_aubigne.collectes AS a, val_d_ille_aubigne.collectes AS b
---
refused: ambiguous_column
La colonne « flux » existe dans plusieurs des sources de la requête.
