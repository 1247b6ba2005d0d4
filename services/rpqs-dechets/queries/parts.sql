-- The share of each stream that is recovered: as given, else what is sorted, whole.
WITH donnees AS (
  SELECT count(*) AS flux FROM valorisation v
)
SELECT v.flux, min(v.part) AS part
FROM valorisation v
WHERE v.flux IS NOT NULL AND v.part IS NOT NULL
GROUP BY v.flux
UNION ALL
SELECT u.flux, CAST(u.part AS decimal(9, 6)) AS part
FROM (
  VALUES ('OMR', 0), ('EMBALLAGES_PAPIERS', 1), ('VERRE', 1), ('BIODECHETS', 1), ('ENCOMBRANTS', 0)
) AS u (flux, part)
CROSS JOIN donnees d
WHERE d.flux = 0
