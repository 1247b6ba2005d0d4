SELECT regexp_like(flux, '(a)\1') FROM val_d_ille_aubigne.collectes
