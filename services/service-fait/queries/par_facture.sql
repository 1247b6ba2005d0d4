SELECT
  m.facture, m.facture_eur AS billed_ht_eur, m.du_eur AS due_ht_eur,
  CAST(m.facture_eur - m.du_eur AS decimal(14, 2)) AS at_stake_eur
FROM montants m
ORDER BY m.facture
