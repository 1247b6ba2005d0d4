SELECT c.commune.nom FROM val_d_ille_aubigne.collectes c
