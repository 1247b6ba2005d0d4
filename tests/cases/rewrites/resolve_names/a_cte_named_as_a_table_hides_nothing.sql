-- A qualified name is never a CTE: the inner table is the dataset.

WITH collectes AS (SELECT flux FROM val_d_ille_aubigne.collectes) SELECT flux FROM collectes
---
WITH "collectes" AS (
  SELECT
    "collectes"."flux" AS "flux"
  FROM "val_d_ille_aubigne"."collectes" AS "collectes"
)
SELECT
  "collectes"."flux" AS "flux"
FROM "collectes" AS "collectes"
