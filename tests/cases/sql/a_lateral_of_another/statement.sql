SELECT c.flux, u.* FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT lower(c.flux) || '!') AS t(f), LATERAL (SELECT t.f || t.f AS g) AS u WHERE t.f <> 'x' ORDER BY g
