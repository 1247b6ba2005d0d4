SELECT flux + code_commune FROM val_d_ille_aubigne.collectes
