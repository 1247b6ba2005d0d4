SELECT CAST(TIME '08:15' AS varchar) FROM val_d_ille_aubigne.collectes
