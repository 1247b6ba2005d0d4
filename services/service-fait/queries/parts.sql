-- Each billed row shared out between causes, so that the parts add up to billed less due:
-- rounding (billed - slip), the slip's own share (slip - due), the price, the product.
WITH prix_lus AS (
  SELECT
    f.ligne, f.facture, f.bon, f.bon_ligne, f.facture_t, f.prix_facture,
    coalesce(v.ligne, f.meme_bon) AS bon_dit,
    CASE
      WHEN f.deja_facture THEN 'duplicate'
      WHEN f.sans_bon THEN 'billed_without_slip'
      ELSE v.cause
    END AS cause,
    v.produit,
    v.produit_site,
    coalesce(v.bon_t, f.facture_t) AS bon_t,
    coalesce(v.du_t, DECIMAL '0.000') AS du_t,
    coalesce(a.prix, f.prix_facture) AS prix_du_facture,
    coalesce(b.prix, a.prix, f.prix_facture) AS prix_du
  FROM factures_bons f
  LEFT JOIN verdicts v ON v.ligne = f.bon_ligne
  LEFT JOIN prix a
    ON a.produit = v.produit AND coalesce(v.jour_site, v.jour) >= a.du
    AND coalesce(v.jour_site, v.jour) < a.au
  LEFT JOIN prix b
    ON b.produit = v.produit_site AND v.jour_site >= b.du AND v.jour_site < b.au
)
SELECT
  p.ligne, p.facture, p.bon, p.bon_ligne, p.bon_dit, p.cause, p.produit, p.produit_site,
  p.facture_t, p.bon_t, p.du_t, p.prix_facture, p.prix_du_facture, p.prix_du,
  CAST(p.facture_t * p.prix_facture AS decimal(18, 7)) AS facture_eur,
  CAST(p.bon_t * p.prix_facture AS decimal(18, 7)) AS bon_eur,
  CAST(p.du_t * p.prix_du AS decimal(18, 7)) AS du_eur,
  CAST((p.facture_t - p.bon_t) * p.prix_facture AS decimal(18, 7)) AS arrondi_eur,
  CAST((p.bon_t - p.du_t) * p.prix_facture AS decimal(18, 7)) AS poids_eur,
  CAST(p.du_t * (p.prix_facture - p.prix_du_facture) AS decimal(18, 7)) AS prix_eur,
  CAST(p.du_t * (p.prix_du_facture - p.prix_du) AS decimal(18, 7)) AS produit_eur
FROM prix_lus p
