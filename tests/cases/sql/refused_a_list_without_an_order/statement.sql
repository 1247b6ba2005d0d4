SELECT listagg(flux, ', ') FROM val_d_ille_aubigne.collectes
