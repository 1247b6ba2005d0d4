SELECT n FROM val_d_ille_aubigne.collectes c CROSS JOIN UNNEST(sequence(1, c.nb_bacs)) AS t(n)
