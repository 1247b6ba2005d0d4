SELECT p.commune AS code, p.nom, p.population, p.km AS distance_km, 'loin' AS phrase
FROM par_commune p
CROSS JOIN parametres q
WHERE p.km > q.distance_km
ORDER BY p.km DESC, p.commune
