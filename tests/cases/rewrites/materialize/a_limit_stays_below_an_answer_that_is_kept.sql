-- A limit stays below an answer that is kept.
-- decision: today
-- planned: keeps the answer

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
LIMIT 5
---
SELECT
  "_m"."flux" AS "flux"
FROM (
  SELECT
    "c"."flux" AS "flux"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "c"
  LIMIT 5
) AS "_m"
LIMIT 5
