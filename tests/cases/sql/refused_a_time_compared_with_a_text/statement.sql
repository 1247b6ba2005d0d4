SELECT date_collecte FROM val_d_ille_aubigne.collectes WHERE TIME '08:15' < '09:00'
