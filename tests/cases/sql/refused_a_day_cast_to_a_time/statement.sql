SELECT CAST(date_collecte AS time) FROM val_d_ille_aubigne.collectes
