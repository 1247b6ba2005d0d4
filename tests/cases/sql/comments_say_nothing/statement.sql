SELECT flux -- le flux ; DROP TABLE
FROM val_d_ille_aubigne.collectes /* 'ici' */ WHERE flux = 'O''MR' -- fin