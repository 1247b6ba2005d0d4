-- What is billed, a row a slip: as the invoices' detail says. Without one, each slip is billed by the
-- invoice of its month, at the price of that invoice's line; without invoices, as the contract says.
-- A number that is billed once more than there are slips of it says no new load.
WITH donnes AS (
  SELECT count(*) AS lignes FROM details d
),
noms AS (
  SELECT f.facture, f.mois FROM factures f WHERE f.facture IS NOT NULL
  UNION
  SELECT l.facture, f.mois
  FROM lignes l
  LEFT JOIN factures f ON f.facture = l.facture
  WHERE l.facture IS NOT NULL
),
facturables AS (
  SELECT
    v.ligne, v.bon, v.bon_t, v.produit, v.jour,
    date_format(CAST(v.jour AS timestamp), '%Y-%m') AS mois
  FROM verdicts v
  CROSS JOIN donnes d
  WHERE d.lignes = 0
),
des_factures AS (
  SELECT DISTINCT b.mois, n.facture
  FROM facturables b
  JOIN noms n ON n.mois = b.mois OR (n.mois IS NULL AND strpos(n.facture, b.mois) > 0)
),
connus AS (
  SELECT f.nombre AS factures, l.nombre AS lignes
  FROM (SELECT count(*) AS nombre FROM des_factures x) AS f
  CROSS JOIN (SELECT count(*) AS nombre FROM lignes y) AS l
),
prix_des_lignes AS (
  SELECT DISTINCT
    l.facture, coalesce(w.produit, upper(trim(l.produit))) AS produit, l.prix_t
  FROM lignes l
  LEFT JOIN mots w ON w.partie = 'collecteur' AND w.mot = upper(trim(l.produit))
),
choix AS (
  SELECT
    b.ligne, b.bon, b.bon_t, f.facture, l.prix_t, p.prix,
    row_number() OVER (
      PARTITION BY b.ligne
      ORDER BY CASE WHEN l.prix_t = p.prix THEN 0 ELSE 1 END, l.prix_t NULLS LAST, f.facture
    ) AS place
  FROM facturables b
  CROSS JOIN connus c
  LEFT JOIN des_factures f ON f.mois = b.mois
  LEFT JOIN prix_des_lignes l ON l.facture = f.facture AND l.produit = b.produit
  LEFT JOIN prix p ON p.produit = b.produit AND b.jour >= p.du AND b.jour < p.au
  WHERE c.factures = 0 OR (f.facture IS NOT NULL AND (c.lignes = 0 OR l.facture IS NOT NULL))
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
  c.ligne, coalesce(c.facture, b.mois) AS facture, c.bon, c.bon_t AS facture_t,
  coalesce(c.prix_t, c.prix) AS prix_facture, c.ligne AS bon_ligne, FALSE AS deja_facture,
  FALSE AS sans_bon, c.ligne AS meme_bon
FROM choix c
JOIN facturables b ON b.ligne = c.ligne
WHERE c.place = 1
