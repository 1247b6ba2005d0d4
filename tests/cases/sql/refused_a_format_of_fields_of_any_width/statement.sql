SELECT date_parse(flux, '%e/%m/%Y') FROM val_d_ille_aubigne.collectes
