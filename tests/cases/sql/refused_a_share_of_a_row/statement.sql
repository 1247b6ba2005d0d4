SELECT approx_percentile(nb_bacs, tonnage) FROM val_d_ille_aubigne.collectes
