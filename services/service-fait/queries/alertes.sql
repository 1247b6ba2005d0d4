-- What is odd in the files, said before any figure.
WITH mois_factures AS (
  SELECT DISTINCT f.mois FROM factures f WHERE f.mois IS NOT NULL
),
mois_connus AS (
  SELECT count(*) AS nombre FROM mois_factures m
),
par_mois AS (
  SELECT
    b.fichier, date_format(CAST(b.jour AS timestamp), '%Y-%m') AS mois, count(*) AS lignes
  FROM bons_lus b
  WHERE b.jour IS NOT NULL
  GROUP BY b.fichier, date_format(CAST(b.jour AS timestamp), '%Y-%m')
)
SELECT
  'slips_of_another_month' AS code, p.fichier, p.lignes, p.mois, CAST(NULL AS varchar) AS detail
FROM par_mois p
CROSS JOIN mois_connus c
LEFT JOIN mois_factures m ON m.mois = p.mois
WHERE c.nombre > 0 AND m.mois IS NULL
UNION ALL
SELECT
  'slips_outside_period' AS code, b.fichier, count(*) AS lignes, NULL AS mois,
  concat(date_format(CAST(k.debut AS timestamp), '%d/%m/%Y'), ' - ', date_format(CAST(k.fin AS timestamp), '%d/%m/%Y')) AS detail
FROM bons_lus b
CROSS JOIN marche k
WHERE b.jour < k.debut OR b.jour > k.fin
GROUP BY b.fichier, k.debut, k.fin
UNION ALL
SELECT
  'slips_of_another_contract' AS code, b.fichier, count(*) AS lignes, NULL AS mois,
  min(b.contrat) AS detail
FROM bons_lus b
WHERE b.autre_contrat
GROUP BY b.fichier
UNION ALL
SELECT
  'slips_of_unknown_products' AS code, b.fichier, count(*) AS lignes, NULL AS mois,
  min(b.produit) AS detail
FROM bons_lus b
LEFT JOIN produits p ON p.produit = b.produit
WHERE p.produit IS NULL
GROUP BY b.fichier
UNION ALL
SELECT
  'tickets_of_others_only' AS code, t.file AS fichier, count(*) AS lignes, NULL AS mois,
  min(k.client) AS detail
FROM tickets t
JOIN tickets_lus l ON l.ligne = t.line
CROSS JOIN marche k
GROUP BY t.file
HAVING NOT bool_or(l.nous)
