SELECT TIME '8h15' FROM val_d_ille_aubigne.collectes
