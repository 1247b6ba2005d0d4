-- As a pattern of LIKE: PostgreSQL tries it on no value that it has noted.
-- decision: today
-- engine: postgres

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
WHERE
  REGEXP_LIKE("c"."flux", '\A[A-Z]') AND "c"."tonnage" > 1
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    "_f"."flux" AS "flux",
    "_f"."tonnage" AS "tonnage"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "_f"
  WHERE
    "_f"."tonnage" > 1
  OFFSET 0
) AS "c"
WHERE
  REGEXP_LIKE("c"."flux" || '', '\A[A-Z]') AND "c"."tonnage" > 1
