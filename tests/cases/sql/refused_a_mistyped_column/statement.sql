SELECT flux,
       tonage FROM val_d_ille_aubigne.collectes