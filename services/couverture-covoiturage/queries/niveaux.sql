SELECT 4 AS rang, 'commune' AS niveau, p.commune AS code, p.nom, p.commune FROM par_commune p
UNION ALL
SELECT 3 AS rang, 'epci' AS niveau, p.epci AS code, p.epci_nom AS nom, p.commune FROM par_commune p
UNION ALL
SELECT 2 AS rang, 'departement' AS niveau, p.departement AS code, concat('Département ', p.departement) AS nom, p.commune
FROM par_commune p
UNION ALL
SELECT 1 AS rang, 'ensemble' AS niveau, 'ENSEMBLE' AS code, 'Ensemble' AS nom, p.commune
FROM par_commune p
