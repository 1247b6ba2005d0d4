SELECT round(tonnage, nb_bacs) FROM val_d_ille_aubigne.collectes
