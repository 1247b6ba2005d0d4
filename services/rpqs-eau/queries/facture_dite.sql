-- The bill of 120 m3 by part, on 1 January of the year after the report's and of its own.
SELECT
  coalesce(n.nom, f.service) AS service, f.annee - 1 AS annee,
  CAST(f.annee AS varchar) AS au_1er_janvier,
  f.fixe, f.au_m3, f.redevances, f.tva, f.ttc, b.ttc AS ttc_avant,
  CASE WHEN f.ttc >= 36 AND f.ttc <= 2400 THEN CAST(0.01 * ((2 * CAST(100 * f.ttc AS bigint) + 120) / 240)
    AS decimal(18, 2)) END AS d102_0,
  concat_ws('
',
    CASE WHEN f.ttc IS NULL THEN concat('ttc: ', f.sans_facture, '
d102_0: ', f.sans_facture) END,
    CASE WHEN f.ttc <= 0 THEN 'd102_0: bill_zero'
      WHEN f.ttc < 36 OR f.ttc > 2400 THEN 'd102_0: implausible_bill' END,
    CASE WHEN b.ttc IS NULL THEN 'ttc_avant: no_bill' END
  ) AS reasons
FROM factures f
JOIN (SELECT DISTINCT i.service FROM indicateurs i) AS s ON s.service = f.service
LEFT JOIN noms n ON n.service_id = f.service
LEFT JOIN factures b ON b.service = f.service AND b.annee = f.annee - 1
ORDER BY f.service, f.annee
