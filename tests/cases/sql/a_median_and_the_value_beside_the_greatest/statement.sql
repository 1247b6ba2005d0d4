SELECT flux, approx_percentile(nb_bacs, 0.5) AS mediane, max_by(id_pesee, tonnage) AS plus_lourde FROM val_d_ille_aubigne.collectes GROUP BY flux
