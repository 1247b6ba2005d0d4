-- Where one branch gives every row no condition is needed.
-- decision: open or glass
-- engine: duckdb

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
) AS "c"
LIMIT 51
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_t"."flux" AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
) AS "c"
LIMIT 51
