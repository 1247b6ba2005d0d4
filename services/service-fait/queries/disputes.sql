-- Every dispute, one a row, in the order of causes then of time.
WITH gardes AS (
  SELECT v.ligne, v.bon, v.tickets_dits, v.moment_site, v.net, v.du_t, v.moment FROM verdicts v
),
des_bons AS (
  SELECT
    p.cause,
    CASE
      WHEN p.cause = 'duplicate' AND p.bon_ligne IS NOT NULL THEN concat(g.bon, '
', p.bon)
      ELSE p.bon
    END AS collector,
    CASE WHEN p.cause = 'duplicate' THEN coalesce(g.tickets_dits, h.tickets_dits) ELSE v.tickets_dits END AS plant,
    p.facture AS invoice,
    CASE
      WHEN p.cause = 'duplicate' AND p.bon_ligne IS NOT NULL
        THEN CAST(p.bon_eur + g.net * 0.001 * p.prix_facture AS decimal(14, 2))
      WHEN p.cause = 'duplicate' THEN CAST(p.bon_eur * 2 AS decimal(14, 2))
      ELSE CAST(p.bon_eur AS decimal(14, 2))
    END AS billed_eur,
    CASE
      WHEN p.cause = 'duplicate' AND p.bon_ligne IS NOT NULL
        THEN CAST(g.du_t * p.prix_facture AS decimal(14, 2))
      WHEN p.cause = 'duplicate' THEN CAST(h.du_t * p.prix_facture AS decimal(14, 2))
      ELSE CAST(p.du_eur AS decimal(14, 2))
    END AS due_eur,
    CAST(p.poids_eur + CASE WHEN p.cause = 'wrong_product' THEN p.produit_eur ELSE 0 END AS decimal(14, 2))
      AS at_stake_eur,
    CASE WHEN p.cause = 'tare_error' THEN v.ecart END AS kg_over,
    CASE WHEN p.cause = 'wrong_product' THEN v.produit END AS billed_product,
    CASE WHEN p.cause = 'wrong_product' THEN v.produit_site END AS due_product,
    v.vehicule AS vehicle,
    v.moment AS slip_at,
    v.net AS slip_kg,
    CASE WHEN p.cause = 'duplicate' THEN coalesce(g.moment_site, h.moment_site) ELSE v.moment_site END AS ticket_at,
    v.net_site AS ticket_kg,
    v.client_site AS client,
    v.tolerance AS tolerance_kg,
    CAST(NULL AS decimal(14, 3)) AS tonnes,
    CAST(NULL AS decimal(14, 2)) AS not_billed_eur,
    CAST(NULL AS bigint) AS slips,
    p.ligne AS ordre
  FROM parts p
  LEFT JOIN verdicts v ON v.ligne = p.bon_ligne
  LEFT JOIN gardes g ON g.ligne = v.garde
  LEFT JOIN gardes h ON h.ligne = p.bon_dit
  WHERE p.cause IS NOT NULL
),
des_prix AS (
  SELECT
    p.facture, p.produit,
    CASE WHEN bool_and(q.prix IS NOT NULL) THEN 'price_late' ELSE 'price_other' END AS cause,
    count(*) AS slips,
    CAST(sum(p.prix_eur) AS decimal(14, 2)) AS eur,
    CASE WHEN min(p.prix_facture) = max(p.prix_facture) AND min(p.prix_du_facture) = max(p.prix_du_facture)
      THEN min(p.prix_facture) END AS prix_facture,
    CASE WHEN min(p.prix_facture) = max(p.prix_facture) AND min(p.prix_du_facture) = max(p.prix_du_facture)
      THEN min(p.prix_du_facture) END AS prix_du,
    min(p.ligne) AS ordre
  FROM parts p
  LEFT JOIN (SELECT DISTINCT r.produit, r.prix FROM prix r) AS q
    ON q.produit = p.produit AND q.prix = p.prix_facture
  WHERE p.prix_facture <> p.prix_du_facture
  GROUP BY p.facture, p.produit
),
des_arrondis AS (
  SELECT p.facture, 'tonnages' AS sorte, CAST(sum(p.arrondi_eur) AS decimal(14, 2)) AS eur
  FROM parts p GROUP BY p.facture
  UNION ALL
  SELECT m.facture, 'total' AS sorte, CAST(m.facture_eur - m.lignes_eur AS decimal(14, 2)) AS eur
  FROM montants m
  UNION ALL
  SELECT
    l.facture, 'ligne' AS sorte,
    CAST(sum(l.montant_ht - CAST(l.tonnage_t * l.prix_t AS decimal(14, 2))) AS decimal(14, 2)) AS eur
  FROM lignes_lues l GROUP BY l.facture
  UNION ALL
  SELECT
    l.facture, 'detail' AS sorte,
    CAST(l.eur - coalesce(p.eur, 0) AS decimal(14, 2)) AS eur
  FROM (
    SELECT x.facture, CAST(sum(x.tonnage_t * x.prix_t) AS decimal(18, 7)) AS eur
    FROM lignes_lues x GROUP BY x.facture
  ) AS l
  LEFT JOIN (
    SELECT q.facture, CAST(sum(q.facture_eur) AS decimal(18, 7)) AS eur
    FROM parts q GROUP BY q.facture
  ) AS p ON p.facture = l.facture
)
SELECT
  d.cause, d.collector, d.plant, d.invoice, CAST(NULL AS varchar) AS product,
  CAST(NULL AS varchar) AS kind, d.billed_eur, d.due_eur, d.at_stake_eur, d.kg_over,
  d.billed_product, d.due_product, d.tonnes, d.not_billed_eur, d.slips, d.vehicle, d.slip_at,
  d.slip_kg, d.ticket_at, d.ticket_kg, d.client, d.tolerance_kg,
  CAST(NULL AS decimal(12, 4)) AS billed_price, CAST(NULL AS decimal(12, 4)) AS due_price, d.ordre
FROM des_bons d
UNION ALL
SELECT
  'missing_collector' AS cause, '' AS collector, n.ticket AS plant, NULL AS invoice,
  n.produit AS product, NULL AS kind, DECIMAL '0.00' AS billed_eur, DECIMAL '0.00' AS due_eur,
  DECIMAL '0.00' AS at_stake_eur, NULL AS kg_over, NULL AS billed_product, NULL AS due_product,
  n.tonnes, n.eur AS not_billed_eur, NULL AS slips, n.vehicule AS vehicle, NULL AS slip_at,
  NULL AS slip_kg, n.moment AS ticket_at, n.net AS ticket_kg, NULL AS client, NULL AS tolerance_kg,
  NULL AS billed_price, NULL AS due_price, n.ligne AS ordre
FROM non_factures n
UNION ALL
SELECT
  x.cause, NULL AS collector, NULL AS plant, x.facture AS invoice, x.produit AS product, NULL AS kind,
  NULL AS billed_eur, NULL AS due_eur, x.eur AS at_stake_eur, NULL AS kg_over,
  NULL AS billed_product, NULL AS due_product, NULL AS tonnes, NULL AS not_billed_eur, x.slips,
  NULL AS vehicle, NULL AS slip_at, NULL AS slip_kg, NULL AS ticket_at, NULL AS ticket_kg,
  NULL AS client, NULL AS tolerance_kg, x.prix_facture AS billed_price, x.prix_du AS due_price, x.ordre
FROM des_prix x
UNION ALL
SELECT
  'invoice_rounding' AS cause, NULL AS collector, NULL AS plant, a.facture AS invoice,
  NULL AS product, a.sorte AS kind, NULL AS billed_eur, NULL AS due_eur, a.eur AS at_stake_eur,
  NULL AS kg_over, NULL AS billed_product, NULL AS due_product, NULL AS tonnes,
  NULL AS not_billed_eur, NULL AS slips, NULL AS vehicle, NULL AS slip_at, NULL AS slip_kg,
  NULL AS ticket_at, NULL AS ticket_kg, NULL AS client, NULL AS tolerance_kg, NULL AS billed_price,
  NULL AS due_price, CAST(0 AS bigint) AS ordre
FROM des_arrondis a
WHERE a.eur <> 0
