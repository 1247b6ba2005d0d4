SELECT try(tonnage * 1000) FROM val_d_ille_aubigne.collectes
