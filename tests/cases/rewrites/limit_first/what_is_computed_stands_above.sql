-- What is computed stands above the LIMIT; order and conditions below.
-- planned: limits first

SELECT
  CAST("c"."tonnage" * 2 AS BIGINT) AS "double",
  CAST("c"."flux" AS VARCHAR) AS "flux"
FROM "val"."collectes" AS "c"
WHERE
  "c"."tonnage" > 3
ORDER BY
  "c"."date_collecte"
LIMIT 5
---
SELECT
  CAST("_l"."c0" * 2 AS BIGINT) AS "double",
  CAST("_l"."c1" AS VARCHAR) AS "flux"
FROM (
  SELECT
    "c"."tonnage" AS "c0",
    "c"."flux" AS "c1"
  FROM "val"."collectes" AS "c"
  WHERE
    "c"."tonnage" > 3
  ORDER BY
    "c"."date_collecte"
  LIMIT 5
) AS "_l"
LIMIT 5
