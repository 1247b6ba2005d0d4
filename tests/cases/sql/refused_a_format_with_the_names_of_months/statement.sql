SELECT date_format(date_collecte, '%M') FROM val_d_ille_aubigne.collectes
