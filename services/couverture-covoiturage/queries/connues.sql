-- What each code means in the latest year known of it.
WITH dernieres AS (
  SELECT c.code, max(c.annee) AS annee FROM communes c GROUP BY c.code
)
SELECT c.code, c.actuel, c.nom, c.population, c.epci_siren, c.epci_nom
FROM communes c
JOIN dernieres d ON d.code = c.code AND d.annee = c.annee
