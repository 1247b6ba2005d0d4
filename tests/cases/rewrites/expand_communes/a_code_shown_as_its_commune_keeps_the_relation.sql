-- A code shown as its commune keeps the relation.
-- decision: communes

SELECT
  INTERCO_COMMUNE_CODE("c"."code_commune", "c"."date_collecte") AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  CASE
    WHEN "c"."code_commune" IN ('35147', '35344')
    AND "c"."date_collecte" >= CAST('2019-01-01' AS DATE)
    THEN '35308'
    ELSE "c"."code_commune"
  END AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
