-- What the contract says once, whatever the product.
SELECT
  min(p.contrat) AS contrat,
  min(p.client) AS client,
  min(p.debut) AS debut,
  max(p.fin) AS fin,
  min(p.minutes_min) AS minutes_min,
  max(p.minutes_max) AS minutes_max
FROM produits p
