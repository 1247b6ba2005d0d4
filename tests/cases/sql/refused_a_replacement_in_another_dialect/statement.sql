SELECT regexp_replace(flux, '(a)', '\1') FROM val_d_ille_aubigne.collectes
