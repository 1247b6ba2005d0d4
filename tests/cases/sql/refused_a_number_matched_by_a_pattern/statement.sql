SELECT regexp_like(tonnage, '1') FROM val_d_ille_aubigne.collectes
