SELECT regexp_like(flux, '.*a.*b.*c') FROM val_d_ille_aubigne.collectes
