-- By product of the slips; one that the contract does not name has the parameters'.
SELECT
  b.produit,
  coalesce(max(p.tolerance_kg), max(q.tolerance_kg)) AS tolerance_kg,
  coalesce(max(p.tolerance_part), max(q.tolerance_part)) AS tolerance_part
FROM bons_lus b
CROSS JOIN parametres q
LEFT JOIN produits p ON p.produit = b.produit
GROUP BY b.produit
