SELECT
  'unknown_communes' AS code, p.source AS fichier, count(*) AS lignes, CAST(NULL AS varchar) AS mois,
  min(p.code_ecrit) AS detail
FROM pesees p WHERE NOT p.connue GROUP BY p.source
UNION ALL
SELECT 'rows_incomplete' AS code, c.file AS fichier, count(*) AS lignes, NULL AS mois, NULL AS detail
FROM collectes c
WHERE c.commune IS NULL OR c.jour IS NULL OR c.flux IS NULL OR c.kg IS NULL
GROUP BY c.file
UNION ALL
SELECT 'unknown_streams' AS code, p.source AS fichier, count(*) AS lignes, NULL AS mois, min(p.flux) AS detail
FROM pesees p
LEFT JOIN parts r ON r.flux = p.flux
WHERE r.flux IS NULL
GROUP BY p.source
UNION ALL
SELECT 'negative_masses' AS code, p.source AS fichier, count(*) AS lignes, NULL AS mois, NULL AS detail
FROM pesees p WHERE p.kg < 0 GROUP BY p.source
UNION ALL
SELECT
  'year_partly_covered' AS code, NULL AS fichier, count(*) AS lignes, CAST(p.annee AS varchar) AS mois,
  min(p.nom) AS detail
FROM presences p
WHERE p.mois > 0 AND p.mois < p.mois_attendus
GROUP BY p.annee
UNION ALL
SELECT
  'communes_outside' AS code, NULL AS fichier, count(DISTINCT p.commune) AS lignes,
  CAST(p.annee AS varchar) AS mois, min(p.commune) AS detail
FROM pesees p
LEFT JOIN membres m ON m.annee = p.annee AND m.commune = p.commune
WHERE m.commune IS NULL
GROUP BY p.annee
