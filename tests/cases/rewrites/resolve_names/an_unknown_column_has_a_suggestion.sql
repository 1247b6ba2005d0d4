-- An unknown column has a suggestion.

SELECT c.tonage FROM val_d_ille_aubigne.collectes AS c
---
refused: unknown_column
« collectes » n'a pas de colonne « tonage ». Vouliez-vous dire « tonnage » ?
