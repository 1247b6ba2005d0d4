SELECT
  m.mois, CAST(sum(m.facture_eur) AS decimal(14, 2)) AS billed_ht_eur,
  CAST(sum(m.du_eur) AS decimal(14, 2)) AS due_ht_eur,
  CAST(sum(m.facture_eur - m.du_eur) AS decimal(14, 2)) AS at_stake_eur
FROM montants m
GROUP BY m.mois
ORDER BY m.mois
