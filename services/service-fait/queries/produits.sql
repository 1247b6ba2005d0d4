-- One row a product and period of the contract; what the contract leaves out is a parameter.
SELECT
  upper(trim(c.produit)) AS produit,
  upper(trim(c.code_site)) AS code_site,
  upper(trim(c.libelle)) AS libelle,
  c.prix_t,
  c.debut,
  c.fin,
  c.indexation_date,
  c.indexation_coefficient,
  coalesce(c.tolerance_kg, p.tolerance_kg) AS tolerance_kg,
  coalesce(c.tolerance_part, p.tolerance_part) AS tolerance_part,
  coalesce(c.minutes_min, p.minutes_min) AS minutes_min,
  coalesce(c.minutes_max, p.minutes_max) AS minutes_max,
  upper(trim(c.contrat)) AS contrat,
  upper(trim(c.client)) AS client,
  count(*) OVER (PARTITION BY upper(trim(c.produit))) AS periodes
FROM contrat c
CROSS JOIN parametres p
WHERE c.produit IS NOT NULL
