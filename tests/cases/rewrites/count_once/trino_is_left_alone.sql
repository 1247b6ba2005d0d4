-- Trino reads text by itself.
-- decision: csv
-- engine: trino

SELECT
  COUNT(*) AS "count"
FROM (
  SELECT
    1 AS "row"
  FROM eau_bassin_rennais.compteurs AS "c"
  LIMIT 10001
) AS "n"
---
SELECT
  COUNT(*) AS "count"
FROM (
  SELECT
    1 AS "row"
  FROM eau_bassin_rennais.compteurs AS "c"
  LIMIT 10001
) AS "n"
