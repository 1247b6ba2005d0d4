SELECT try(sum(CAST(flux AS integer))) FROM val_d_ille_aubigne.collectes
