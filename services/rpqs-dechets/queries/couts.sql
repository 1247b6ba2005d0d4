-- Costs less income, by year and stream; the total as the matrix says it, else the sum.
WITH nets AS (
  SELECT
    m.annee, m.flux,
    CAST(sum(CASE WHEN m.sens = 'PRODUIT' THEN -m.montant ELSE m.montant END) AS decimal(18, 2)) AS eur
  FROM matrice m
  WHERE m.annee IS NOT NULL AND m.flux IS NOT NULL AND m.montant IS NOT NULL
  GROUP BY m.annee, m.flux
),
dits AS (
  SELECT n.annee FROM nets n WHERE n.flux = 'TOTAL'
)
SELECT n.annee, n.flux, n.eur FROM nets n
UNION ALL
SELECT n.annee, 'TOTAL' AS flux, CAST(sum(n.eur) AS decimal(18, 2)) AS eur
FROM nets n
LEFT JOIN dits d ON d.annee = n.annee
WHERE d.annee IS NULL
GROUP BY n.annee
