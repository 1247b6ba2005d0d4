SELECT
  a.commune, a.nom, a.population, a.epci, a.epci_nom, a.departement, a.donnee, d.km,
  count(l.ligne) AS lieux,
  CAST(coalesce(sum(l.places), 0) AS bigint) AS places,
  count_if(l.ligne IS NOT NULL AND l.places IS NULL) AS lieux_sans_places
FROM attendues a
LEFT JOIN lieux_lus l ON l.commune = a.commune AND l.ouvert
LEFT JOIN distances d ON d.commune = a.commune
GROUP BY a.commune, a.nom, a.population, a.epci, a.epci_nom, a.departement, a.donnee, d.km
