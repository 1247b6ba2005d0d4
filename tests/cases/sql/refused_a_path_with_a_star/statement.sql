SELECT json_extract_scalar(flux, '$.a[*]') FROM val_d_ille_aubigne.collectes
