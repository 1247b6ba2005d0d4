SELECT listagg(DISTINCT flux, ',') WITHIN GROUP (ORDER BY code_commune) FROM val_d_ille_aubigne.collectes
