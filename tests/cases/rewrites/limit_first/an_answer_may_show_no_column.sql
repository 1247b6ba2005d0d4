-- An answer may show no column at all.
-- planned: limits first

SELECT
  CAST(1 AS INTEGER) AS "un"
FROM "val"."collectes" AS "c"
LIMIT 5
---
SELECT
  CAST(1 AS INTEGER) AS "un"
FROM (
  SELECT
    1 AS "c"
  FROM "val"."collectes" AS "c"
  LIMIT 5
) AS "_l"
LIMIT 5
