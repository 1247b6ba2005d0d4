-- What is odd, said before any figure.
SELECT
  'unknown_communes' AS code, l.source AS fichier, count(*) AS lignes, min(l.code_ecrit) AS detail
FROM lieux_lus l WHERE NOT l.connue GROUP BY l.source
UNION ALL
SELECT 'closed_places' AS code, l.source AS fichier, count(*) AS lignes, NULL AS detail
FROM lieux_lus l WHERE NOT l.ouvert GROUP BY l.source
UNION ALL
SELECT 'unplaced' AS code, l.source AS fichier, count(*) AS lignes, NULL AS detail
FROM lieux_lus l WHERE l.lon IS NULL GROUP BY l.source
UNION ALL
SELECT 'outside_perimeter' AS code, l.source AS fichier, count(*) AS lignes, NULL AS detail
FROM lieux_lus l
LEFT JOIN attendues a ON a.commune = l.commune
WHERE a.commune IS NULL AND l.connue
GROUP BY l.source
UNION ALL
SELECT 'perimeter_missing' AS code, NULL AS fichier, count(*) AS lignes, NULL AS detail
FROM attendues a
HAVING count(*) > 0 AND NOT bool_or(a.donnee)
UNION ALL
SELECT 'positions_missing' AS code, NULL AS fichier, count(*) AS lignes, NULL AS detail
FROM attendues a
LEFT JOIN distances d ON d.commune = a.commune
WHERE d.commune IS NULL
HAVING count(*) > 0
