SELECT ifnull(flux, 'X') FROM val_d_ille_aubigne.collectes
