-- Each published figure of the report's services beside those of services of its class. Nothing where
-- no published figures are given.
WITH donnes AS (
  SELECT count(*) AS lignes FROM publies u
),
reunis AS (
  SELECT
    c.service, c.annee, c.indicateur, c.valeur, c.classe, q.quartile_1, q.mediane, q.quartile_3,
    q.premiere, q.derniere, coalesce(q.semblables, 0) AS semblables,
    CASE WHEN c.classe IS NULL THEN 'class_unknown' ELSE 'too_few_published' END AS pourquoi
  FROM pairs_classes c
  JOIN donnes d ON d.lignes > 0
  LEFT JOIN pairs_quartiles q ON q.classe = c.classe AND q.indicateur = c.indicateur
  WHERE c.propre AND c.valeur IS NOT NULL
)
SELECT
  r.service, r.annee, r.indicateur, r.valeur, r.classe,
  CASE WHEN r.semblables >= 5 THEN r.quartile_1 END AS quartile_1,
  CASE WHEN r.semblables >= 5 THEN r.mediane END AS mediane,
  CASE WHEN r.semblables >= 5 THEN r.quartile_3 END AS quartile_3,
  CASE
    WHEN r.semblables < 5 THEN NULL
    WHEN r.valeur > r.mediane THEN 'au_dessus'
    WHEN r.valeur < r.mediane THEN 'au_dessous'
    ELSE 'egal'
  END AS place,
  CASE WHEN r.classe IS NOT NULL THEN r.semblables END AS semblables,
  CASE
    WHEN r.semblables = 0 THEN NULL
    WHEN r.premiere = r.derniere THEN CAST(r.derniere AS varchar)
    ELSE concat(CAST(r.premiere AS varchar), '–', CAST(r.derniere AS varchar))
  END AS exercices,
  concat_ws('
',
    CASE WHEN r.classe IS NULL THEN 'classe: class_unknown
semblables: class_unknown' END,
    CASE WHEN r.semblables = 0 THEN concat('exercices: ', r.pourquoi) END,
    CASE WHEN r.semblables < 5 THEN concat('quartile_1: ', r.pourquoi, '
mediane: ', r.pourquoi, '
quartile_3: ', r.pourquoi, '
place: ', r.pourquoi) END
  ) AS reasons
FROM reunis r
ORDER BY r.service, r.indicateur
