SELECT t.un, count(*) FROM val_d_ille_aubigne.collectes c CROSS JOIN LATERAL (SELECT 1 AS un) AS t GROUP BY t.un
