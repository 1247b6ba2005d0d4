SELECT CAST(date_parse(flux, '%d/%m/%Y') AS date) AS jour FROM val_d_ille_aubigne.collectes
