SELECT ntile(nb_bacs) OVER (ORDER BY id_pesee) FROM val_d_ille_aubigne.collectes
