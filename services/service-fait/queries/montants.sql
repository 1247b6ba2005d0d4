-- By invoice: what it asks for, what its lines add up to, what is due (line by line, to the cent).
WITH noms AS (
  SELECT l.facture FROM lignes_lues l
  UNION SELECT p.facture FROM parts p
  UNION SELECT f.facture FROM factures f
),
des_lignes AS (
  SELECT l.facture, CAST(sum(l.montant_ht) AS decimal(14, 2)) AS lignes_eur
  FROM lignes_lues l GROUP BY l.facture
),
dus_par_ligne AS (
  SELECT
    p.facture, coalesce(p.produit_site, p.produit) AS produit, p.prix_du,
    CAST(CAST(sum(p.du_t) AS decimal(14, 3)) * p.prix_du AS decimal(14, 2)) AS du_eur
  FROM parts p
  GROUP BY p.facture, coalesce(p.produit_site, p.produit), p.prix_du
),
dus AS (
  SELECT d.facture, CAST(sum(d.du_eur) AS decimal(14, 2)) AS du_eur
  FROM dus_par_ligne d GROUP BY d.facture
),
totaux AS (
  SELECT f.facture, CAST(sum(f.total_ht) AS decimal(14, 2)) AS total_ht, min(f.mois) AS mois
  FROM factures f GROUP BY f.facture
),
premiers AS (
  SELECT p.facture, min(v.jour) AS jour
  FROM parts p JOIN verdicts v ON v.ligne = p.bon_ligne GROUP BY p.facture
)
SELECT
  n.facture,
  coalesce(t.mois, date_format(CAST(j.jour AS timestamp), '%Y-%m')) AS mois,
  coalesce(t.total_ht, l.lignes_eur, DECIMAL '0.00') AS facture_eur,
  coalesce(l.lignes_eur, DECIMAL '0.00') AS lignes_eur,
  coalesce(d.du_eur, DECIMAL '0.00') AS du_eur
FROM noms n
LEFT JOIN des_lignes l ON l.facture = n.facture
LEFT JOIN dus d ON d.facture = n.facture
LEFT JOIN totaux t ON t.facture = n.facture
LEFT JOIN premiers j ON j.facture = n.facture
WHERE n.facture IS NOT NULL
