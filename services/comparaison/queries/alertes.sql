WITH doubles AS (
  SELECT trim(v.organisme) AS organisme, trim(v.indicateur) AS indicateur, v.annee
  FROM valeurs v
  GROUP BY trim(v.organisme), trim(v.indicateur), v.annee
  HAVING count(DISTINCT v.valeur) > 1
)
SELECT 'own_body_missing' AS code, NULL AS fichier, CAST(0 AS bigint) AS lignes, q.organisme AS detail
FROM parametres q
LEFT JOIN consentants c ON upper(c.organisme) = upper(trim(q.organisme))
WHERE c.organisme IS NULL
UNION ALL
SELECT 'without_consent' AS code, min(o.file) AS fichier, count(*) AS lignes, NULL AS detail
FROM organismes o
JOIN consentants c ON c.organisme = trim(o.organisme)
WHERE NOT c.consent
HAVING count(*) > 0
UNION ALL
SELECT 'figures_twice' AS code, v.file AS fichier, count(*) AS lignes, NULL AS detail
FROM valeurs v
JOIN doubles d
  ON d.organisme = trim(v.organisme) AND d.indicateur = trim(v.indicateur) AND d.annee = v.annee
GROUP BY v.file
