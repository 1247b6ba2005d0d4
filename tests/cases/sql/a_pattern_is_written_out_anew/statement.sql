SELECT flux, regexp_extract(flux, '(\d+)\s', 1) AS nombre, regexp_replace(flux, '(\w)-', '$1_') AS flux2 FROM val_d_ille_aubigne.collectes WHERE regexp_like(flux, '^(\d{2}|x)$')
