SELECT
  n.secteur, CAST(0 AS bigint) AS numero, n.jour AS debut, n.rang AS debut_rang, n.jour AS fin,
  n.rang AS fin_rang, n.debit_l AS seuil_l
FROM nuits n
WHERE 1 = 0
