SELECT regexp_extract(flux, '(a)|b', 1) FROM val_d_ille_aubigne.collectes
