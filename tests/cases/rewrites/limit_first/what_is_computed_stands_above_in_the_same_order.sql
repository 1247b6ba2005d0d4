-- Rows that stand above names joined later are ordered again, by what orders them below.
-- planned: orders again

SELECT
  LOWER("c"."flux") AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."date_collecte"
LIMIT 5
---
SELECT
  LOWER("_l"."c0") AS "flux"
FROM (
  SELECT
    "c"."flux" AS "c0",
    "c"."date_collecte" AS "c1"
  FROM "val"."collectes" AS "c"
  ORDER BY
    "c"."date_collecte"
  LIMIT 5
) AS "_l"
ORDER BY
  "_l"."c1"
LIMIT 5
