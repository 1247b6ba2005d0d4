-- Two sources with one name are refused.

SELECT a.flux FROM val_d_ille_aubigne.collectes AS a, val_d_ille_aubigne.collectes AS a
---
refused: ambiguous_source
Deux sources de la requête portent le nom « a ».
