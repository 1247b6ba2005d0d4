SELECT try(year(CAST(flux AS date))) AS annee FROM val_d_ille_aubigne.collectes
