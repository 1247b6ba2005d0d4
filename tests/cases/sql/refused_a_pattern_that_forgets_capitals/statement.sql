SELECT regexp_like(flux, '(?i)omr') FROM val_d_ille_aubigne.collectes
