-- One figure a body, indicator and year; two that differ are none.
SELECT
  k.cle AS organisme, trim(v.indicateur) AS indicateur, v.annee, min(v.valeur) AS valeur
FROM valeurs v
JOIN cles k ON k.organisme = v.organisme
WHERE v.indicateur IS NOT NULL AND v.annee IS NOT NULL AND v.valeur IS NOT NULL
GROUP BY k.cle, trim(v.indicateur), v.annee
HAVING count(DISTINCT v.valeur) = 1
