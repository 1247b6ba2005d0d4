SELECT CAST('08:15+02:00' AS time with time zone) FROM val_d_ille_aubigne.collectes
