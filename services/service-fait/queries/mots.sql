-- What each party calls a product: the collector's own code first for it, the site's for the site.
WITH dits AS (
  SELECT 'collecteur' AS partie, p.produit AS mot, p.produit, 1 AS rang FROM produits p
  UNION ALL SELECT 'collecteur' AS partie, p.code_site AS mot, p.produit, 2 AS rang FROM produits p
  UNION ALL SELECT 'collecteur' AS partie, p.libelle AS mot, p.produit, 3 AS rang FROM produits p
  UNION ALL SELECT 'site' AS partie, p.code_site AS mot, p.produit, 1 AS rang FROM produits p
  UNION ALL SELECT 'site' AS partie, p.libelle AS mot, p.produit, 2 AS rang FROM produits p
  UNION ALL SELECT 'site' AS partie, p.produit AS mot, p.produit, 3 AS rang FROM produits p
),
ranges AS (
  SELECT
    d.partie, d.mot, d.produit,
    row_number() OVER (PARTITION BY d.partie, d.mot ORDER BY d.rang, d.produit) AS place
  FROM dits d
  WHERE d.mot IS NOT NULL
)
SELECT r.partie, r.mot, r.produit FROM ranges r WHERE r.place = 1
