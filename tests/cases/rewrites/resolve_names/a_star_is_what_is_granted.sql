-- `nb_bacs` and `saisi_le` exist, and are not granted: a star does not show them.

SELECT * FROM val_d_ille_aubigne.collectes
---
SELECT
  "collectes"."id_pesee" AS "id_pesee",
  "collectes"."date_collecte" AS "date_collecte",
  "collectes"."code_commune" AS "code_commune",
  "collectes"."flux" AS "flux",
  "collectes"."tonnage" AS "tonnage"
FROM "val_d_ille_aubigne"."collectes" AS "collectes"
