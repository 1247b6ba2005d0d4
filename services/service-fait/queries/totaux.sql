WITH des_factures AS (
  SELECT CAST(sum(m.facture_eur) AS decimal(14, 2)) AS facture, CAST(sum(m.du_eur) AS decimal(14, 2)) AS du
  FROM montants m
),
des_causes AS (
  SELECT
    CAST(coalesce(sum(d.at_stake_eur), 0) AS decimal(14, 2)) AS enjeu,
    CAST(coalesce(sum(d.at_stake_eur) FILTER (WHERE d.at_stake_eur > 0), 0) AS decimal(14, 2)) AS trop,
    CAST(coalesce(sum(d.at_stake_eur) FILTER (WHERE d.at_stake_eur < 0), 0) AS decimal(14, 2)) AS moins,
    CAST(coalesce(sum(d.not_billed_eur), 0) AS decimal(14, 2)) AS livre
  FROM disputes d
),
des_bons AS (
  SELECT
    count(*) AS bons, count_if(v.cause IS NULL) AS sans_dispute,
    CAST(coalesce(sum(v.bon_t), 0) AS decimal(14, 3)) AS bon_t,
    CAST(coalesce(sum(v.du_t), 0) AS decimal(14, 3)) AS du_t
  FROM verdicts v
),
des_infos AS (
  SELECT count(*) AS propres
  FROM verdicts v
  LEFT JOIN (SELECT DISTINCT d.garde FROM doubles d) AS g ON g.garde = v.ligne
  WHERE v.cause IS NULL AND g.garde IS NULL
),
des_tickets AS (
  SELECT count(*) AS tickets, count_if(NOT t.nous) AS autres FROM tickets_lus t
),
des_liens AS (
  SELECT count(*) AS paires FROM liens l
)
SELECT
  b.bons AS slips, t.tickets, t.autres AS tickets_of_other_clients, l.paires AS pairs,
  i.propres AS clean_slips, b.bon_t AS slips_t, b.du_t AS due_t,
  f.facture AS billed_ht_eur, f.du AS due_ht_eur, CAST(f.facture - f.du AS decimal(14, 2)) AS at_stake_eur,
  c.trop AS over_billed_eur, c.moins AS under_billed_eur, c.livre AS delivered_not_billed_eur,
  CAST(f.facture - f.du - c.enjeu AS decimal(14, 2)) AS not_attributed_eur
FROM des_factures f
CROSS JOIN des_causes c
CROSS JOIN des_bons b
CROSS JOIN des_infos i
CROSS JOIN des_tickets t
CROSS JOIN des_liens l
