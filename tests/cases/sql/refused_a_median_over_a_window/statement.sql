SELECT approx_percentile(nb_bacs, 0.5) OVER (PARTITION BY flux) FROM val_d_ille_aubigne.collectes
