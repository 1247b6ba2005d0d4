SELECT regexp_like(flux, 'a(?=b)') FROM val_d_ille_aubigne.collectes
