-- What is counted up to a limit is limited one level above, after an OFFSET.
-- decision: csv

SELECT
  COUNT(*) AS "count"
FROM (
  SELECT
    1 AS "row"
  FROM eau_bassin_rennais.compteurs AS "c"
  WHERE
    "c"."nb" > 3
  LIMIT 10001
) AS "n"
---
SELECT
  COUNT(*) AS "count"
FROM (
  SELECT
    1 AS "row"
  FROM (
    SELECT
      1 AS "row"
    FROM eau_bassin_rennais.compteurs AS "c"
    WHERE
      "c"."nb" > 3
    OFFSET 0
  ) AS "_n"
  LIMIT 10001
) AS "n"
