SELECT json_extract_scalar(flux, flux) FROM val_d_ille_aubigne.collectes
