SELECT CAST(' 12' AS integer) FROM val_d_ille.collectes
