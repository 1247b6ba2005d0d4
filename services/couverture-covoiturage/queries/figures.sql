-- Each figure; of each that is not there, why.
WITH arrets AS (
  SELECT count(*) AS lieux FROM lieux_lus l WHERE l.ouvert AND l.lon IS NOT NULL
),
sommes AS (
  SELECT
    n.rang, n.niveau, n.code, min(n.nom) AS nom,
    count(*) AS communes,
    CAST(sum(p.population) AS bigint) AS population,
    count_if(p.population IS NULL) AS sans_population,
    bool_and(p.donnee) AS donnee,
    CAST(sum(p.lieux) AS bigint) AS lieux,
    CAST(sum(p.places) AS bigint) AS places,
    CAST(sum(p.lieux_sans_places) AS bigint) AS lieux_sans_places,
    count_if(p.km IS NULL) AS sans_distance,
    count_if(p.km > q.distance_km) AS loin,
    max(CASE WHEN n.niveau = 'commune' THEN p.km END) AS distance_km
  FROM niveaux n
  JOIN par_commune p ON p.commune = n.commune
  CROSS JOIN parametres q
  GROUP BY n.rang, n.niveau, n.code
),
bases AS (
  SELECT
    s.rang, s.niveau, s.code, s.nom, s.communes, s.population, s.lieux, s.places,
    s.lieux_sans_places, s.loin, s.distance_km,
    CASE
      WHEN s.niveau <> 'commune' AND NOT s.donnee THEN 'perimeter_missing'
      WHEN s.sans_population > 0 THEN 'population_unknown'
      WHEN s.population = 0 THEN 'population_zero'
    END AS sans_taux,
    CASE
      WHEN a.lieux = 0 THEN 'no_placed_place'
      WHEN s.sans_distance > 0 THEN 'positions_missing'
    END AS sans_distance
  FROM sommes s
  CROSS JOIN arrets a
)
SELECT
  b.niveau, b.code, b.nom, b.communes, b.population, b.lieux, b.places, b.lieux_sans_places,
  CASE
    WHEN b.sans_taux IS NULL
      THEN CAST(1000 * CAST(b.lieux AS double) / CAST(b.population AS double) AS decimal(12, 3))
  END AS lieux_1000,
  CASE
    WHEN b.sans_taux IS NULL AND b.lieux_sans_places = 0
      THEN CAST(1000 * CAST(b.places AS double) / CAST(b.population AS double) AS decimal(12, 3))
  END AS places_1000,
  CASE
    WHEN b.sans_taux IS NULL AND (b.lieux_sans_places = 0 OR b.places > 0)
      THEN CAST(1000 * CAST(b.places AS double) / CAST(b.population AS double) AS decimal(12, 3))
  END AS places_1000_au_moins,
  CASE WHEN b.sans_distance IS NULL THEN b.loin END AS communes_loin,
  b.distance_km,
  concat_ws('
',
    CASE WHEN b.sans_taux IS NOT NULL THEN concat('lieux_1000: ', b.sans_taux) END,
    CASE
      WHEN b.sans_taux IS NOT NULL THEN concat('places_1000: ', b.sans_taux)
      WHEN b.lieux_sans_places > 0 THEN 'places_1000: spaces_unknown'
    END,
    CASE
      WHEN b.sans_taux IS NOT NULL THEN concat('places_1000_au_moins: ', b.sans_taux)
      WHEN b.lieux_sans_places > 0 AND b.places = 0 THEN 'places_1000_au_moins: spaces_unknown'
    END,
    CASE WHEN b.sans_distance IS NOT NULL THEN concat('communes_loin: ', b.sans_distance) END,
    CASE
      WHEN b.niveau = 'commune' AND b.sans_distance IS NOT NULL
        THEN concat('distance_km: ', b.sans_distance)
    END
  ) AS reasons
FROM bases b
ORDER BY b.rang, b.nom, b.code
