WITH collectes AS (SELECT * FROM val_d_ille_aubigne.collectes WHERE flux = 'OMR')
SELECT count(*) FROM val_d_ille_aubigne.collectes c, collectes d WHERE c.id_pesee = d.id_pesee