SELECT regexp_like(flux, '\bomr\b') FROM val_d_ille_aubigne.collectes
