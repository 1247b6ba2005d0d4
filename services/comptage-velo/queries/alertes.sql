-- What is odd, said before any figure.
WITH valeurs AS (
  SELECT
    j.canal, j.jour, j.passages,
    date_diff('day', DATE '2000-01-01', j.jour)
      - row_number() OVER (PARTITION BY j.canal, j.passages ORDER BY j.jour) AS suite
  FROM jours_canaux j
  WHERE j.entier
),
suites AS (
  SELECT v.canal, v.passages, v.suite, count(*) AS jours
  FROM valeurs v
  GROUP BY v.canal, v.passages, v.suite
),
figees AS (
  SELECT s.canal, max(s.jours) AS jours
  FROM suites s
  CROSS JOIN parametres q
  WHERE s.jours >= q.jours_figes
  GROUP BY s.canal
)
SELECT
  'unknown_channels' AS code, m.file AS fichier, count(*) AS lignes, min(trim(m.canal)) AS detail
FROM mesures m
LEFT JOIN canaux_lus c ON c.canal = trim(m.canal)
WHERE c.canal IS NULL
GROUP BY m.file
UNION ALL
SELECT 'other_practices' AS code, m.file AS fichier, count(*) AS lignes, min(q.pratique) AS detail
FROM mesures m
JOIN canaux_lus c ON c.canal = trim(m.canal)
CROSS JOIN parametres q
WHERE NOT c.compte
GROUP BY m.file
UNION ALL
SELECT 'empty_counts' AS code, m.file AS fichier, count(*) AS lignes, NULL AS detail
FROM mesures m WHERE m.passages IS NULL GROUP BY m.file
UNION ALL
SELECT 'negative_counts' AS code, m.file AS fichier, count(*) AS lignes, NULL AS detail
FROM mesures m WHERE m.passages < 0 GROUP BY m.file
UNION ALL
SELECT 'days_partly_counted' AS code, NULL AS fichier, count(*) AS lignes, NULL AS detail
FROM jours_canaux j WHERE NOT j.entier AND j.creneaux > 0 HAVING count(*) > 0
UNION ALL
SELECT 'stuck_counters' AS code, NULL AS fichier, f.jours AS lignes, f.canal AS detail FROM figees f
