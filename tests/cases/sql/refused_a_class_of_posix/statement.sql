SELECT regexp_like(flux, '[[:alpha:]]') FROM val_d_ille_aubigne.collectes
