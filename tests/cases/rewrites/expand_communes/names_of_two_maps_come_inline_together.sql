-- One table of names for two datasets that are read at different dates.
-- decision: two maps
-- decision: two maps

SELECT
  r.nom_tri AS nom
FROM (
  SELECT
    INTERCO_COMMUNE_NAME(c.code_commune, c.date_collecte) AS k
  FROM val_d_ille_aubigne.collectes AS c
  UNION ALL
  SELECT
    INTERCO_COMMUNE_NAME(m.code_commune) AS k
  FROM eau_bassin_rennais.compteurs AS m
) AS g
LEFT JOIN interco_reference.communes AS r
  ON r.label = g.k
---
SELECT
  r.nom_tri AS nom
FROM (
  SELECT
    CASE
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
    END AS k
  FROM val_d_ille_aubigne.collectes AS c
  UNION ALL
  SELECT
    CASE
      WHEN m.code_commune = '35147'
      THEN '35147@1'
      WHEN m.code_commune = '35191'
      THEN '35191@2'
      WHEN m.code_commune = '35083'
      THEN '35191@2'
      WHEN m.code_commune = '35323'
      THEN '35191@2'
      WHEN m.code_commune = '35308'
      THEN '35308@1'
      WHEN m.code_commune = '35344'
      THEN '35344@1'
      ELSE m.code_commune
    END AS k
  FROM eau_bassin_rennais.compteurs AS m
) AS g
LEFT JOIN (VALUES
  ('35083@1', '35083', 'cogles'),
  ('35147@1', '35147', 'lanhelin'),
  ('35191@1', '35191', 'montours'),
  ('35191@2', '35191', 'les portes du coglais'),
  ('35308@1', '35308', 'saint-pierre-de-plesguen'),
  ('35308@2', '35308', 'mesnil-roc''h'),
  ('35323@1', '35323', 'la selle-en-cogles'),
  ('35344@1', '35344', 'tresse')) AS "r"("label", "code", "nom_tri")
  ON r.label = g.k
