SELECT date_collecte - DATE '2025-01-31' FROM val_d_ille_aubigne.collectes
