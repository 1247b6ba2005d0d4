SELECT regexp_like(flux, '^(a+)+$') FROM val_d_ille_aubigne.collectes
