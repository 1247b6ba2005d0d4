-- Groups are made first; each is then joined with its name.
-- decision: today

SELECT
  r.nom_tri AS nom,
  q.n AS n
FROM (
  SELECT
    INTERCO_COMMUNE_NAME(c.code_commune) AS k,
    COUNT(*) AS n
  FROM val_d_ille_aubigne.collectes AS c
  GROUP BY
    INTERCO_COMMUNE_NAME(c.code_commune)
) AS q
LEFT JOIN interco_reference.communes AS r
  ON r.label = q.k
---
SELECT
  r.nom_tri AS nom,
  q.n AS n
FROM (
  SELECT
    CASE
      WHEN c.code_commune = '35308'
      THEN '35308@2'
      WHEN c.code_commune = '35147'
      THEN '35308@2'
      WHEN c.code_commune = '35344'
      THEN '35308@2'
      ELSE c.code_commune
    END AS k,
    COUNT(*) AS n
  FROM val_d_ille_aubigne.collectes AS c
  GROUP BY
    CASE
      WHEN c.code_commune = '35308'
      THEN '35308@2'
      WHEN c.code_commune = '35147'
      THEN '35308@2'
      WHEN c.code_commune = '35344'
      THEN '35308@2'
      ELSE c.code_commune
    END
) AS q
LEFT JOIN (VALUES
  ('35147@1', '35147', 'lanhelin'),
  ('35308@1', '35308', 'saint-pierre-de-plesguen'),
  ('35308@2', '35308', 'mesnil-roc''h'),
  ('35344@1', '35344', 'tresse')) AS "r"("label", "code", "nom_tri")
  ON r.label = q.k
