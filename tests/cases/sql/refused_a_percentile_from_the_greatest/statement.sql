SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY nb_bacs DESC) FROM val_d_ille_aubigne.collectes
