SELECT t.x FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT lower(c.flux)) AS t
