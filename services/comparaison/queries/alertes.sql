WITH doubles AS (
  SELECT k.cle, trim(v.indicateur) AS indicateur, v.annee
  FROM valeurs v
  JOIN cles k ON k.organisme = v.organisme
  GROUP BY k.cle, trim(v.indicateur), v.annee
  HAVING count(DISTINCT v.valeur) > 1
)
SELECT
  'own_body_missing' AS code, NULL AS fichier, CAST(0 AS bigint) AS lignes,
  q.organisme_nom AS detail
FROM parametres q
LEFT JOIN consentants c ON c.organisme = 'SOI'
WHERE c.organisme IS NULL
UNION ALL
SELECT 'without_consent' AS code, min(o.file) AS fichier, count(*) AS lignes, NULL AS detail
FROM organismes o
JOIN cles k ON k.organisme = o.organisme
JOIN consentants c ON c.organisme = k.cle
WHERE NOT c.consent
HAVING count(*) > 0
UNION ALL
SELECT 'figures_twice' AS code, v.file AS fichier, count(*) AS lignes, NULL AS detail
FROM valeurs v
JOIN cles k ON k.organisme = v.organisme
JOIN doubles d
  ON d.cle = k.cle AND d.indicateur = trim(v.indicateur) AND d.annee = v.annee
GROUP BY v.file
