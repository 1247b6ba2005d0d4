SELECT regexp_replace(flux, 'a*', 'b') FROM val_d_ille_aubigne.collectes
