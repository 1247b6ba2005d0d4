SELECT flux FROM val_d_ille_aubigne.collectes QUALIFY row_number() OVER (ORDER BY flux) = 1
