-- Names come inline.

SELECT
  r.nom_tri AS nom
FROM val_d_ille_aubigne.collectes AS c
LEFT JOIN interco_reference.communes AS r
  ON r.label = INTERCO_COMMUNE_NAME(c.code_commune, c.date_collecte)
ORDER BY
  r.nom_tri
---
SELECT
  r.nom_tri AS nom
FROM val_d_ille_aubigne.collectes AS c
LEFT JOIN (VALUES
  ('35147@1', '35147', 'lanhelin'),
  ('35308@1', '35308', 'saint-pierre-de-plesguen'),
  ('35308@2', '35308', 'mesnil-roc''h'),
  ('35344@1', '35344', 'tresse')) AS "r"("label", "code", "nom_tri")
  ON r.label = CASE
    WHEN c.date_collecte IS NULL
    THEN CAST(NULL AS VARCHAR)
    ELSE CASE
      WHEN c.code_commune = '35147' AND c.date_collecte < CAST('2019-01-01' AS DATE)
      THEN '35147@1'
      WHEN c.code_commune = '35308' AND c.date_collecte < CAST('2019-01-01' AS DATE)
      THEN '35308@1'
      WHEN c.code_commune = '35308' AND c.date_collecte >= CAST('2019-01-01' AS DATE)
      THEN '35308@2'
      WHEN c.code_commune = '35147' AND c.date_collecte >= CAST('2019-01-01' AS DATE)
      THEN '35308@2'
      WHEN c.code_commune = '35344' AND c.date_collecte >= CAST('2019-01-01' AS DATE)
      THEN '35308@2'
      WHEN c.code_commune = '35344' AND c.date_collecte < CAST('2019-01-01' AS DATE)
      THEN '35344@1'
      ELSE c.code_commune
    END
  END
ORDER BY
  r.nom_tri
