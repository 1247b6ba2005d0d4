-- Each commune and year: who serves it. Where two services do, no figure is the commune's.
-- `communes` has a row for each year that the data name, of contracts' ends too: one name is taken.
WITH noms_dits AS (
  SELECT c.code, max_by(c.nom, c.annee) AS nom FROM communes c GROUP BY c.code
)
SELECT
  p.commune AS code, coalesce(max(c.nom), p.commune) AS name, p.annee,
  listagg(i.nom, '
') WITHIN GROUP (ORDER BY i.service) AS services,
  CAST(sum(m.m3) AS decimal(18, 0)) AS m3,
  CASE WHEN count(*) = 1 THEN max(i.p104_3) END AS p104_3,
  CASE WHEN count(*) = 1 THEN max(i.p106_3) END AS p106_3,
  CASE WHEN count(*) = 1 THEN max(i.d102_0) END AS d102_0,
  CASE WHEN count(*) = 1 THEN max(i.p103_2b) END AS p103_2b,
  concat_ws('
',
    CASE WHEN sum(m.m3) IS NULL THEN 'm3: missing' END,
    CASE WHEN count(*) > 1 THEN 'p104_3: two_services
p106_3: two_services
d102_0: two_services
p103_2b: two_services'
    END,
    CASE WHEN count(*) = 1 AND max(i.p104_3) IS NULL THEN 'p104_3: of_the_service' END,
    CASE WHEN count(*) = 1 AND max(i.p106_3) IS NULL THEN 'p106_3: of_the_service' END,
    CASE WHEN count(*) = 1 AND max(i.d102_0) IS NULL THEN 'd102_0: of_the_service' END,
    CASE WHEN count(*) = 1 AND max(i.p103_2b) IS NULL THEN 'p103_2b: of_the_service' END
  ) AS reasons
FROM perimetres p
JOIN indicateurs i ON i.service = p.service AND i.annee = p.annee
LEFT JOIN comptes m ON m.service = p.service AND m.annee = p.annee AND m.commune = p.commune
LEFT JOIN noms_dits c ON c.code = p.commune
GROUP BY p.commune, p.annee
ORDER BY p.commune, p.annee
