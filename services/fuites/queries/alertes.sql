-- What is odd, said before any figure.
SELECT
  'frozen_meters' AS code, CAST(NULL AS varchar) AS fichier, count(*) AS lignes, f.compteur AS detail
FROM figes f
WHERE NOT f.a_zero
GROUP BY f.compteur
UNION ALL
SELECT 'meters_at_zero' AS code, NULL AS fichier, count(*) AS lignes, f.compteur AS detail
FROM figes f
WHERE f.a_zero
GROUP BY f.compteur
UNION ALL
SELECT 'copied_meters' AS code, NULL AS fichier, count(*) AS lignes,
  concat(c.compteur, ', ', c.copie) AS detail
FROM copies c
GROUP BY c.compteur, c.copie
UNION ALL
SELECT 'sent_twice' AS code, NULL AS fichier, count(*) AS lignes, c.source AS detail
FROM creneaux c
WHERE c.en_double AND NOT c.contredit AND c.debit IS NOT NULL
GROUP BY c.source
UNION ALL
SELECT 'contradicted' AS code, NULL AS fichier, count(*) AS lignes, c.source AS detail
FROM creneaux c
WHERE c.contredit OR c.en_double AND c.debit IS NULL
GROUP BY c.source
UNION ALL
SELECT 'silent_days' AS code, NULL AS fichier, count(*) AS lignes, s.compteur AS detail
FROM (
  SELECT j.compteur, j.jour
  FROM jours_compteurs j
  WHERE NOT j.entier AND NOT j.fige
  GROUP BY j.compteur, j.jour
) AS s
GROUP BY s.compteur
UNION ALL
SELECT 'negative_balances' AS code, NULL AS fichier, count(*) AS lignes, j.secteur AS detail
FROM jours_secteurs j
WHERE j.raison = 'negative_balance'
GROUP BY j.secteur
UNION ALL
SELECT 'meters_of_no_sector' AS code, NULL AS fichier, count(*) AS lignes, c.source AS detail
FROM creneaux c
LEFT JOIN liens l ON l.compteur = c.source
WHERE c.genre = 'compteur' AND l.compteur IS NULL
GROUP BY c.source
UNION ALL
SELECT 'consumers_of_no_sector' AS code, NULL AS fichier, count(*) AS lignes, c.source AS detail
FROM creneaux c
LEFT JOIN secteurs_lus t ON t.secteur = c.source
WHERE c.genre = 'consommateur' AND t.secteur IS NULL
GROUP BY c.source
UNION ALL
SELECT
  'signs_unread' AS code, NULL AS fichier, count(*) AS lignes, upper(trim(c.compteur)) AS detail
FROM compteurs c
LEFT JOIN liens l
  ON l.compteur = upper(trim(c.compteur)) AND l.secteur = upper(trim(c.secteur))
WHERE l.compteur IS NULL AND trim(c.compteur) <> ''
GROUP BY upper(trim(c.compteur))
UNION ALL
SELECT
  'sectors_left_out' AS code, NULL AS fichier, count(*) AS lignes, min(t.secteur) AS detail
FROM secteurs_lus t
WHERE t.ecarte IN ('few_subscribers', 'subscribers_unknown')
HAVING count(*) > 0
UNION ALL
SELECT 'rows_left_out' AS code, r.file AS fichier, count(*) AS lignes, NULL AS detail
FROM releves r
WHERE coalesce(trim(r.compteur), '') = '' OR r.debut IS NULL OR NOT r.timed
GROUP BY r.file
UNION ALL
SELECT 'steps_unread' AS code, NULL AS fichier, count(*) AS lignes, p.source AS detail
FROM (
  SELECT c.source, count(DISTINCT c.minute) AS par_heure
  FROM creneaux c
  GROUP BY c.source
  HAVING count(DISTINCT c.minute) NOT IN (1, 2, 3, 4, 6, 12)
) AS p
GROUP BY p.source
