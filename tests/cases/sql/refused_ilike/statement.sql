SELECT flux FROM val_d_ille_aubigne.collectes WHERE flux ILIKE 'v%'
