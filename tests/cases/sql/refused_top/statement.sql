SELECT TOP 5 flux FROM val_d_ille_aubigne.collectes
