SELECT regexp_like(flux, '[a-z') FROM val_d_ille_aubigne.collectes
