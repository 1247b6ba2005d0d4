SELECT CAST(flux AS time(3)) FROM val_d_ille_aubigne.collectes
