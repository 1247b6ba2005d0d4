-- What each slip is worth under the contract: its tickets, the tonnage and the product that are due.
WITH sites AS (
  SELECT
    l.bon_ligne,
    count(*) AS tickets,
    CAST(sum(t.net) AS decimal(14, 3)) AS net_site,
    min_by(t.produit, t.ligne) AS produit_site,
    min(t.jour) AS jour_site,
    bool_and(t.nous) AS nous,
    bool_or(t.autre_unite) AS autre_unite_site,
    min(l.decalage) AS decalage,
    min(l.classe) AS classe,
    listagg(t.ticket, '
') WITHIN GROUP (ORDER BY t.ligne) AS tickets_dits,
    min(t.dit) AS moment_site,
    min(t.client) AS client_site
  FROM liens l
  JOIN tickets_lus t ON t.ligne = l.ticket_ligne
  GROUP BY l.bon_ligne
),
juges AS (
  SELECT
    b.ligne, b.bon, b.cle, b.rang, b.dit AS moment, b.jour, b.vehicule, b.produit, b.brut, b.net,
    b.autre_unite, b.autre_contrat,
    s.tickets, s.net_site, s.produit_site, s.jour_site, s.autre_unite_site, s.decalage,
    s.tickets_dits, s.moment_site, s.client_site,
    d.garde,
    CAST(b.net - s.net_site AS decimal(14, 3)) AS ecart,
    CAST(greatest(o.tolerance_kg, s.net_site * o.tolerance_part) AS decimal(14, 3)) AS tolerance,
    CASE
      WHEN b.autre_contrat THEN 'other_contract'
      WHEN d.copie IS NOT NULL THEN 'duplicate'
      WHEN s.bon_ligne IS NULL THEN 'missing_plant'
      WHEN NOT s.nous THEN 'other_contract'
      WHEN s.produit_site <> b.produit THEN 'wrong_product'
      WHEN abs(b.net - s.net_site) > greatest(o.tolerance_kg, s.net_site * o.tolerance_part)
        THEN 'tare_error'
    END AS cause
  FROM bons_lus b
  LEFT JOIN tolerances o ON o.produit = b.produit
  LEFT JOIN sites s ON s.bon_ligne = b.ligne
  LEFT JOIN doubles d ON d.copie = b.ligne
)
SELECT
  j.ligne, j.bon, j.cle, j.rang, j.moment, j.jour, j.vehicule, j.produit, j.brut, j.net,
  j.autre_unite, j.autre_contrat, j.tickets, j.net_site, j.produit_site, j.jour_site,
  j.autre_unite_site, j.decalage, j.tickets_dits, j.moment_site, j.client_site, j.garde, j.ecart,
  j.tolerance, j.cause,
  CAST(j.net * 0.001 AS decimal(14, 3)) AS bon_t,
  CASE
    WHEN j.cause IN ('other_contract', 'duplicate', 'missing_plant') THEN DECIMAL '0.000'
    WHEN abs(j.ecart) > j.tolerance THEN CAST(j.net_site * 0.001 AS decimal(14, 3))
    ELSE CAST(j.net * 0.001 AS decimal(14, 3))
  END AS du_t
FROM juges j
