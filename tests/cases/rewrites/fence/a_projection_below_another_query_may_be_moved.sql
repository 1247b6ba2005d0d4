-- A projection below another query may be moved.
-- decision: today
-- engine: postgres

SELECT
  "q"."x" AS "x"
FROM (
  SELECT
    1 / "c"."tonnage" AS "x"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
  ) AS "c"
) AS "q"
WHERE
  "q"."x" > 3
---
SELECT
  "q"."x" AS "x"
FROM (
  SELECT
    1 / "c"."tonnage" AS "x"
  FROM (
    SELECT
      CAST("_t"."flux" AS VARCHAR) AS "flux",
      "_t"."tonnage" AS "tonnage"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
    OFFSET 0
  ) AS "c"
) AS "q"
WHERE
  "q"."x" > 3
