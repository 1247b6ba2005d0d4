SELECT flux, median(tonnage), percentile_disc(0.9) WITHIN GROUP (ORDER BY nb_bacs) FILTER (WHERE nb_bacs > 0) AS p90 FROM val_d_ille_aubigne.collectes GROUP BY flux HAVING median(nb_bacs) > 2
