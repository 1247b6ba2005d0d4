-- One figure a body, indicator and year; two that differ are none.
SELECT
  trim(v.organisme) AS organisme, trim(v.indicateur) AS indicateur, v.annee, min(v.valeur) AS valeur
FROM valeurs v
WHERE v.organisme IS NOT NULL AND v.indicateur IS NOT NULL AND v.annee IS NOT NULL
  AND v.valeur IS NOT NULL
GROUP BY trim(v.organisme), trim(v.indicateur), v.annee
HAVING count(DISTINCT v.valeur) = 1
