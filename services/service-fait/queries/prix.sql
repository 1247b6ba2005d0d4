-- The price of each product by day: from `du`, until the day before `au`.
SELECT
  p.produit,
  CASE WHEN p.periodes > 1 THEN p.debut ELSE DATE '1900-01-01' END AS du,
  CASE
    WHEN p.indexation_date IS NOT NULL THEN p.indexation_date
    WHEN p.periodes > 1 THEN date_add('day', 1, p.fin)
    ELSE DATE '9999-12-31'
  END AS au,
  CAST(p.prix_t AS decimal(12, 4)) AS prix
FROM produits p
UNION ALL
SELECT
  p.produit,
  p.indexation_date AS du,
  CASE WHEN p.periodes > 1 THEN date_add('day', 1, p.fin) ELSE DATE '9999-12-31' END AS au,
  CAST(CAST(p.prix_t * p.indexation_coefficient AS decimal(12, 2)) AS decimal(12, 4)) AS prix
FROM produits p
WHERE p.indexation_date IS NOT NULL AND p.indexation_coefficient IS NOT NULL
