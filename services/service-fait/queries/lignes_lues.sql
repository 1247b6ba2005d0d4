-- The lines of the invoices; without them, those that the detail adds up to.
WITH donnees AS (
  SELECT count(*) AS lignes FROM lignes l
)
SELECT l.facture, coalesce(w.produit, upper(trim(l.produit))) AS produit, l.tonnage_t, l.prix_t,
  l.montant_ht
FROM lignes l
LEFT JOIN mots w ON w.partie = 'collecteur' AND w.mot = upper(trim(l.produit))
UNION ALL
SELECT
  p.facture, coalesce(p.produit, '?') AS produit,
  CAST(sum(p.facture_t) AS decimal(14, 3)) AS tonnage_t, p.prix_facture AS prix_t,
  CAST(sum(p.facture_eur) AS decimal(14, 2)) AS montant_ht
FROM parts p
CROSS JOIN donnees d
WHERE d.lignes = 0
GROUP BY p.facture, coalesce(p.produit, '?'), p.prix_facture
