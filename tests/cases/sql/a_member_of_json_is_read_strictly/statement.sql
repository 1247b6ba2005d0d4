SELECT json_extract_scalar(flux, '$.a[0].b') AS b FROM val_d_ille_aubigne.collectes
