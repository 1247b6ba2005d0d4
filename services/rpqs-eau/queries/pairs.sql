-- Each published figure of the report's services beside those of services of its class. Nothing where
-- no published figures are given.
WITH donnes AS (
  SELECT count(*) AS lignes FROM publies u
)
SELECT
  c.service, c.annee, c.indicateur, c.valeur, c.classe,
  CASE WHEN q.semblables >= 5 THEN q.quartile_1 END AS quartile_1,
  CASE WHEN q.semblables >= 5 THEN q.mediane END AS mediane,
  CASE WHEN q.semblables >= 5 THEN q.quartile_3 END AS quartile_3,
  CASE
    WHEN coalesce(q.semblables, 0) < 5 THEN NULL
    WHEN c.valeur > q.mediane THEN 'au_dessus'
    WHEN c.valeur < q.mediane THEN 'au_dessous'
    ELSE 'egal'
  END AS place,
  CASE WHEN c.classe IS NOT NULL THEN coalesce(q.semblables, 0) END AS semblables,
  CASE
    WHEN q.semblables IS NULL THEN NULL
    WHEN q.premiere = q.derniere THEN CAST(q.derniere AS varchar)
    ELSE concat(CAST(q.premiere AS varchar), '–', CAST(q.derniere AS varchar))
  END AS exercices,
  concat_ws('
',
    CASE WHEN c.classe IS NULL THEN 'classe: class_unknown
semblables: class_unknown' END,
    CASE WHEN q.semblables IS NULL THEN concat('exercices: ', w.pourquoi) END,
    CASE WHEN coalesce(q.semblables, 0) < 5 THEN concat('quartile_1: ', w.pourquoi) END,
    CASE WHEN coalesce(q.semblables, 0) < 5 THEN concat('mediane: ', w.pourquoi) END,
    CASE WHEN coalesce(q.semblables, 0) < 5 THEN concat('quartile_3: ', w.pourquoi) END,
    CASE WHEN coalesce(q.semblables, 0) < 5 THEN concat('place: ', w.pourquoi) END
  ) AS reasons
FROM pairs_classes c
JOIN donnes d ON d.lignes > 0
LEFT JOIN pairs_quartiles q ON q.classe = c.classe AND q.indicateur = c.indicateur
CROSS JOIN (VALUES ('class_unknown'), ('too_few_published')) AS w (pourquoi)
WHERE c.propre AND c.valeur IS NOT NULL
  AND CASE WHEN c.classe IS NULL THEN 'class_unknown' ELSE 'too_few_published' END = w.pourquoi
ORDER BY c.service, c.indicateur
