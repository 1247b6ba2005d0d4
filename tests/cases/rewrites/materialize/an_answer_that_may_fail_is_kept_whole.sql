-- An answer that may fail is kept whole: our limit counts rows of the copy.
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
) AS "_m"
LIMIT 10002
