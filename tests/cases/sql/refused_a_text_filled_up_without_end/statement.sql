SELECT lpad(flux, 100000, 'x') FROM val_d_ille_aubigne.collectes
