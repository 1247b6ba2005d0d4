-- An unknown column of a subquery is told.

SELECT q.fluxx FROM (SELECT flux FROM val_d_ille_aubigne.collectes) AS q
---
refused: unknown_column
« q » n'a pas de colonne « fluxx ». Vouliez-vous dire « flux » ?
