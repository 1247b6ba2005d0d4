SELECT id_pesee FROM val_d_ille_aubigne.collectes WHERE nb_bacs < 99999999999999999999
