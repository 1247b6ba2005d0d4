SELECT upper(date_collecte) FROM val_d_ille_aubigne.collectes
