-- The bill of 120 m3 on 1 January of a year, by part. The whole needs its four parts: one that is
-- nothing is written 0.
SELECT
  coalesce(a.service_id, t.service_id) AS service, t.annee,
  CASE WHEN count(DISTINCT t.partie) = 4 AND count(*) = 4 AND count(t.montant) = 4
    THEN sum(t.montant) END AS ttc,
  CASE WHEN count(*) > count(DISTINCT t.partie) THEN 'bill_part_twice' ELSE 'bill_part_missing' END
    AS sans_facture,
  sum(CASE WHEN t.partie = 'FIXE' THEN t.montant END) AS fixe,
  sum(CASE WHEN t.partie = 'AU_M3' THEN t.montant END) AS au_m3,
  sum(CASE WHEN t.partie = 'REDEVANCES' THEN t.montant END) AS redevances,
  sum(CASE WHEN t.partie = 'TVA' THEN t.montant END) AS tva
FROM tarifs t
LEFT JOIN alias a ON a.alias = trim(t.service_id)
WHERE t.partie IN ('FIXE', 'AU_M3', 'REDEVANCES', 'TVA') AND t.annee IS NOT NULL
GROUP BY coalesce(a.service_id, t.service_id), t.annee
