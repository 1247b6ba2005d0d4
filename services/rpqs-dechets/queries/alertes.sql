SELECT
  'unknown_communes' AS code, u.source AS fichier, CAST(sum(u.lignes) AS bigint) AS lignes,
  CAST(NULL AS varchar) AS mois,
  listagg(u.code_ecrit, ', ') WITHIN GROUP (ORDER BY u.code_ecrit) AS detail,
  CAST(sum(u.kg) AS decimal(18, 3)) AS kg
FROM (
  SELECT p.source, p.code_ecrit, sum(p.lignes) AS lignes, sum(p.kg) AS kg
  FROM pesees p
  WHERE p.commune IS NULL
  GROUP BY p.source, p.code_ecrit
) AS u
GROUP BY u.source
UNION ALL
SELECT
  'rows_incomplete' AS code, c.file AS fichier, count(*) AS lignes, NULL AS mois, NULL AS detail,
  CAST(sum(c.kg) AS decimal(18, 3)) AS kg
FROM collectes c
WHERE c.commune IS NULL OR c.jour IS NULL OR c.flux IS NULL OR c.kg IS NULL
GROUP BY c.file
UNION ALL
SELECT
  'unknown_streams' AS code, p.source AS fichier, CAST(sum(p.lignes) AS bigint) AS lignes,
  NULL AS mois, min(p.flux) AS detail, CAST(sum(p.kg) AS decimal(18, 3)) AS kg
FROM pesees p
WHERE p.flux NOT IN (
  'OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS', 'ENCOMBRANTS', 'DECHETERIES'
)
GROUP BY p.source
UNION ALL
SELECT
  'negative_masses' AS code, p.source AS fichier, CAST(sum(p.negatives) AS bigint) AS lignes,
  NULL AS mois, NULL AS detail, NULL AS kg
FROM pesees p
WHERE p.negatives > 0
GROUP BY p.source
UNION ALL
SELECT
  'year_partly_covered' AS code, NULL AS fichier, count(*) AS lignes, CAST(p.annee AS varchar) AS mois,
  min(p.nom) AS detail, NULL AS kg
FROM presences p
WHERE p.mois > 0 AND NOT p.entiere
GROUP BY p.annee
UNION ALL
SELECT
  'communes_outside' AS code, NULL AS fichier, count(*) AS lignes, CAST(h.annee AS varchar) AS mois,
  listagg(h.nom, ', ') WITHIN GROUP (ORDER BY h.nom) AS detail,
  CAST(sum(h.kg) AS decimal(18, 3)) AS kg
FROM (
  SELECT p.annee, p.commune, min(r.nom) AS nom, sum(p.kg) AS kg
  FROM pesees p
  JOIN successions r
    ON r.code = p.commune AND r.annee = p.annee AND r.vers = p.annee AND r.commune = p.commune
  LEFT JOIN membres m ON m.annee = p.annee AND m.commune = p.commune
  WHERE m.commune IS NULL AND p.commune IS NOT NULL
  GROUP BY p.annee, p.commune
) AS h
GROUP BY h.annee
UNION ALL
SELECT
  'territory_unknown' AS code, NULL AS fichier, count(DISTINCT m.annee) AS lignes, NULL AS mois,
  NULL AS detail, NULL AS kg
FROM membres m
WHERE NOT m.territoire_connu
HAVING count(*) > 0
