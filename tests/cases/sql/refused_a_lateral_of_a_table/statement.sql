SELECT c.flux FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT d.flux FROM val_d_ille_aubigne.collectes d WHERE d.flux = c.flux LIMIT 1) t
