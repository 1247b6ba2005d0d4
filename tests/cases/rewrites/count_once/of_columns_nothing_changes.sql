-- Where columns are shown of the first rows, they are read as they were.
-- decision: csv

SELECT
  COUNT("n"."nb") AS "count"
FROM (
  SELECT
    "c"."nb" AS "nb"
  FROM eau_bassin_rennais.compteurs AS "c"
  LIMIT 10001
) AS "n"
---
SELECT
  COUNT("n"."nb") AS "count"
FROM (
  SELECT
    "c"."nb" AS "nb"
  FROM eau_bassin_rennais.compteurs AS "c"
  LIMIT 10001
) AS "n"
