SELECT flux FROM val_d_ille_aubigne.collectes WHERE translate(flux, flux, 'x') = 'x'
