-- The threshold of decree 2012-97, from the water that is consumed and sold by day and km: met at
-- 85 % or at 65 + ILC / 5; 70 instead of 65 applies to large takings in a zone of shortage, which no
-- data tell. Compared without a division: 1000 n / e is the yield in tenths of a per cent.
SELECT
  i.service, i.annee,
  CASE WHEN i.sans_rendement IS NULL AND i.sans_longueur IS NULL
    THEN CAST(least(65 + 0.01 * ((40000 * i.n + 365 * i.k) / (730 * i.k)), 85) AS decimal(9, 2))
  END AS seuil,
  CASE
    WHEN i.sans_rendement IS NOT NULL OR i.sans_longueur IS NOT NULL THEN NULL
    WHEN 100 * i.n >= 85 * i.e THEN 'atteint'
    WHEN CAST(i.n AS double) * 100 / i.e >= 65 + CAST(i.n AS double) * 200 / (365 * CAST(i.k AS double))
      THEN 'atteint'
    ELSE 'manque'
  END AS conforme
FROM indicateurs i
WHERE NOT i.produit_seulement
