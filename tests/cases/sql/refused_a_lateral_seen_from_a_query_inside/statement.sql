SELECT c.flux FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT lower(c.flux) AS f) AS t WHERE EXISTS (SELECT 1 FROM val_d_ille_aubigne.collectes c WHERE c.flux = t.f)
