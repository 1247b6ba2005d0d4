-- What is billed, a row a slip: as the invoices' detail says; without one, as the slips and the
-- contract say. A number that is billed once more than there are slips of it says no new load.
WITH donnes AS (
  SELECT count(*) AS lignes FROM details d
),
ecrits AS (
  SELECT
    d.line AS ligne, d.facture, d.bon, upper(trim(d.bon)) AS cle, d.tonnage_t, d.prix_t,
    CAST(row_number() OVER (PARTITION BY upper(trim(d.bon)) ORDER BY d.line) AS bigint) AS rang
  FROM details d
)
SELECT
  e.ligne, e.facture, e.bon, e.tonnage_t AS facture_t, e.prix_t AS prix_facture,
  v.ligne AS bon_ligne,
  v.ligne IS NULL AND m.ligne IS NOT NULL AS deja_facture,
  v.ligne IS NULL AND m.ligne IS NULL AS sans_bon,
  m.ligne AS meme_bon
FROM ecrits e
LEFT JOIN verdicts v ON v.cle = e.cle AND v.rang = e.rang
LEFT JOIN verdicts m ON m.cle = e.cle AND m.rang = 1
UNION ALL
SELECT
  v.ligne, date_format(CAST(v.jour AS timestamp), '%Y-%m') AS facture, v.bon, v.bon_t AS facture_t,
  p.prix AS prix_facture, v.ligne AS bon_ligne, FALSE AS deja_facture, FALSE AS sans_bon,
  v.ligne AS meme_bon
FROM verdicts v
CROSS JOIN donnes d
LEFT JOIN prix p ON p.produit = v.produit AND v.jour >= p.du AND v.jour < p.au
WHERE d.lignes = 0
