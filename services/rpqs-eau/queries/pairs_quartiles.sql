-- By class and indicator: quartiles by nearest rank of at least five published figures.
WITH rangs_publies AS (
  SELECT
    c.classe, c.indicateur, c.annee, c.valeur,
    count(*) OVER (PARTITION BY c.classe, c.indicateur) AS semblables,
    row_number() OVER (
      PARTITION BY c.classe, c.indicateur ORDER BY c.valeur, c.service
    ) AS rang
  FROM pairs_classes c
  WHERE NOT c.propre AND c.classe IS NOT NULL AND c.valeur IS NOT NULL
)
SELECT
  r.classe, r.indicateur, r.semblables,
  max(CASE WHEN r.rang = (r.semblables + 3) / 4 THEN r.valeur END) AS quartile_1,
  max(CASE WHEN r.rang = (2 * r.semblables + 3) / 4 THEN r.valeur END) AS mediane,
  max(CASE WHEN r.rang = (3 * r.semblables + 3) / 4 THEN r.valeur END) AS quartile_3,
  min(r.annee) AS premiere, max(r.annee) AS derniere
FROM rangs_publies r
GROUP BY r.classe, r.indicateur, r.semblables
