SELECT regexp_like(flux, ?) FROM val_d_ille_aubigne.collectes
