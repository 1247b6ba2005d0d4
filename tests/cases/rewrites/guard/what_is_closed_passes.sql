-- What governs may be closed, and have sunk conditions above it.
-- decision: overlap
-- engine: trino

SELECT
  "c"."code_commune" AS "k"
FROM (
  SELECT
    "_f"."code_commune" AS "code_commune"
  FROM (
    SELECT
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."flux" AS VARCHAR) IN ('VERRE', 'PAPIER') OR "_t"."INSEE" = '35308'
  ) AS "_f"
  WHERE
    "_f"."code_commune" = '35308'
  LIMIT 9223372036854775807
) AS "c"
WHERE
  LENGTH("c"."code_commune") > 3
LIMIT 51
---
SELECT
  "c"."code_commune" AS "k"
FROM (
  SELECT
    "_f"."code_commune" AS "code_commune"
  FROM (
    SELECT
      CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      CAST("_t"."flux" AS VARCHAR) IN ('VERRE', 'PAPIER') OR "_t"."INSEE" = '35308'
  ) AS "_f"
  WHERE
    "_f"."code_commune" = '35308'
  LIMIT 9223372036854775807
) AS "c"
WHERE
  LENGTH("c"."code_commune") > 3
LIMIT 51
