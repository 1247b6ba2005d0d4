SELECT id FROM val_d_ille_aubigne.collectes WHERE TIME '24:00' > TIME '08:15'
