-- A star over a subquery is spelt out.

SELECT * FROM (SELECT * FROM val_d_ille_aubigne.collectes) AS q
---
SELECT
  "q"."id_pesee" AS "id_pesee",
  "q"."date_collecte" AS "date_collecte",
  "q"."code_commune" AS "code_commune",
  "q"."flux" AS "flux",
  "q"."tonnage" AS "tonnage"
FROM (
  SELECT
    "collectes"."id_pesee" AS "id_pesee",
    "collectes"."date_collecte" AS "date_collecte",
    "collectes"."code_commune" AS "code_commune",
    "collectes"."flux" AS "flux",
    "collectes"."tonnage" AS "tonnage"
  FROM "val_d_ille_aubigne"."collectes" AS "collectes"
) AS "q"
