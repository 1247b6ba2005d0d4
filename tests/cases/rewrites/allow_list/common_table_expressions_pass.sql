-- CTEs, unions, windows and grouping sets are everyday SQL too.

WITH a AS (SELECT c.flux AS flux FROM val_d_ille_aubigne.collectes AS c) SELECT a.flux AS flux, ROW_NUMBER() OVER (PARTITION BY a.flux ORDER BY a.flux) AS n FROM a AS a UNION ALL SELECT a.flux AS flux, 1 AS n FROM a AS a
---
WITH a AS (
  SELECT
    c.flux AS flux
  FROM val_d_ille_aubigne.collectes AS c
)
SELECT
  a.flux AS flux,
  ROW_NUMBER() OVER (PARTITION BY a.flux ORDER BY a.flux) AS n
FROM a AS a
UNION ALL
SELECT
  a.flux AS flux,
  1 AS n
FROM a AS a
