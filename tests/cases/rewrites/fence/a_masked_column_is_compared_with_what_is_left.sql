-- A mask is no bare column: it is made of the rows that are left.
-- decision: masked
-- engine: postgres

SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST('tous flux' AS VARCHAR) AS "flux",
    CAST(DATE_TRUNC('YEAR', CAST("_t"."date_collecte" AS TIMESTAMP)) AS DATE) AS "date_collecte"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
) AS "c"
WHERE
  "c"."date_collecte" > CAST('2020-01-01' AS DATE)
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST('tous flux' AS VARCHAR) AS "flux",
    CAST(DATE_TRUNC('YEAR', CAST("_t"."date_collecte" AS TIMESTAMP)) AS DATE) AS "date_collecte"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."nb_bacs" >= 3
  OFFSET 0
) AS "c"
WHERE
  "c"."date_collecte" > CAST('2020-01-01' AS DATE)
