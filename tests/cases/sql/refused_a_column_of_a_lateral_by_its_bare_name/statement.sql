SELECT f FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT lower(c.flux) AS f) AS t
