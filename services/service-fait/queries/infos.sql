-- What must be matched and may be told, and is no dispute.
WITH jumeaux AS (
  SELECT DISTINCT v.ligne
  FROM verdicts v
  JOIN verdicts w
    ON w.vehicule = v.vehicule AND w.jour = v.jour AND w.produit = v.produit AND w.net = v.net
    AND w.net_site = v.net_site AND w.ligne <> v.ligne
  WHERE v.cause IS NULL AND w.cause IS NULL AND v.tickets = 1 AND w.tickets = 1
),
dits AS (
  SELECT 'clock_shift' AS cause, v.ligne, CAST(NULL AS varchar) AS side FROM verdicts v WHERE v.decalage <> 0
  UNION ALL
  SELECT
    'unit_slip' AS cause, v.ligne, CASE WHEN v.autre_unite THEN 'collector' ELSE 'plant' END AS side
  FROM verdicts v WHERE v.autre_unite OR v.autre_unite_site
  UNION ALL
  SELECT 'split_load' AS cause, v.ligne, NULL AS side FROM verdicts v WHERE v.tickets > 1
  UNION ALL
  SELECT 'clean_edge' AS cause, v.ligne, NULL AS side
  FROM verdicts v
  WHERE v.cause IS NULL AND abs(v.ecart) <= v.tolerance AND abs(v.ecart) > v.tolerance - 10
  UNION ALL
  SELECT 'clean_twin' AS cause, j.ligne, NULL AS side FROM jumeaux j
  UNION ALL
  SELECT 'not_invoiced' AS cause, v.ligne, NULL AS side
  FROM verdicts v
  LEFT JOIN factures_bons f ON f.bon_ligne = v.ligne
  WHERE f.bon_ligne IS NULL
),
copies_dites AS (
  SELECT d.garde, listagg(b.bon, '
') WITHIN GROUP (ORDER BY b.ligne) AS bons
  FROM doubles d
  JOIN bons_lus b ON b.ligne = d.copie
  GROUP BY d.garde
)
SELECT
  d.cause, d.side, concat_ws('
', v.bon, c.bons) AS collector, v.tickets_dits AS plant, v.moment AS slip_at,
  v.moment_site AS ticket_at, v.net AS slip_kg, v.net_site AS ticket_kg, v.ecart AS kg_over,
  v.decalage AS minutes, v.tickets
FROM dits d
JOIN verdicts v ON v.ligne = d.ligne
LEFT JOIN copies_dites c ON c.garde = v.ligne
ORDER BY d.cause, v.ligne
