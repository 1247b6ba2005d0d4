SELECT hour(TIME '08:15') FROM val_d_ille_aubigne.collectes
