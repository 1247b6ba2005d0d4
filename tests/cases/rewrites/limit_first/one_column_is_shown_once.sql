-- A column that is used twice is shown once.
-- planned: limits first

SELECT
  CAST("c"."flux" AS INTEGER) AS "n",
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
LIMIT 5
---
SELECT
  CAST("_l"."c0" AS INTEGER) AS "n",
  "_l"."c0" AS "flux"
FROM (
  SELECT
    "c"."flux" AS "c0"
  FROM "val"."collectes" AS "c"
  LIMIT 5
) AS "_l"
LIMIT 5
