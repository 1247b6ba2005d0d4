-- Where nothing stops early, nothing moves.

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
  CAST("c"."tonnage" * 2 AS BIGINT) AS "double",
  CAST("c"."flux" AS VARCHAR) AS "flux"
FROM "val"."collectes" AS "c"
WHERE
  "c"."tonnage" > 3
ORDER BY
  "c"."date_collecte"
LIMIT 5
