SELECT rank() IGNORE NULLS OVER (ORDER BY flux) FROM val_d_ille_aubigne.collectes
