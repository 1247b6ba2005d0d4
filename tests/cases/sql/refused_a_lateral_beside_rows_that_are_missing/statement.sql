SELECT t.f, d.flux FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT coalesce(c.flux, 'x') AS f) AS t FULL JOIN val_d_ille_aubigne.collectes d ON d.flux = c.flux
