SELECT sum(nb_bacs ORDER BY flux) FROM val_d_ille_aubigne.collectes
