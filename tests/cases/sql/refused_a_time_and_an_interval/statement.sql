SELECT TIME '08:15' + INTERVAL '1' HOUR FROM val_d_ille_aubigne.collectes
