-- So has a query in an aggregate.
-- decision: today
-- engine: postgres

SELECT
  COUNT(*) AS "n"
FROM (
  SELECT
    1 AS "x"
) AS "e"
HAVING
  MAX((
    SELECT
      MAX("c"."flux") AS "f"
    FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
) AS "c"
    WHERE
      "c"."tonnage" * 429496730 > 0
  )) = 'x'
---
SELECT
  COUNT(*) AS "n"
FROM (
  SELECT
    1 AS "x"
) AS "e"
HAVING
  MAX(
    (
      SELECT
        MAX("c"."flux") AS "f"
      FROM (
        SELECT
          CAST("_t"."INSEE" AS VARCHAR) AS "code_commune",
          CAST("_t"."flux" AS VARCHAR) AS "flux",
          "_t"."tonnage" AS "tonnage"
        FROM "s_val"."d_collectes" AS "_t"
        WHERE
          CAST("_t"."INSEE" AS VARCHAR) IN ('35308')
        OFFSET 0
      ) AS "c"
      WHERE
        "c"."tonnage" * 429496730 > 0
    )
  ) = 'x'
