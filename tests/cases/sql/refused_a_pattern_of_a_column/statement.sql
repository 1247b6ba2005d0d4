SELECT regexp_like(flux, flux) FROM val_d_ille_aubigne.collectes
