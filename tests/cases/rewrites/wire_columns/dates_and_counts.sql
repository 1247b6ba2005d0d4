-- Dates and counts.
-- columns: a date, n count, f string

SELECT
  c.date_collecte AS d,
  COUNT(*) AS n,
  c.flux AS f
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.date_collecte,
  c.flux
---
SELECT
  CAST(c.date_collecte AS DATE) AS "a",
  CAST(COUNT(*) AS BIGINT) AS "n",
  CAST(c.flux AS VARCHAR) AS "f"
FROM val_d_ille_aubigne.collectes AS c
GROUP BY
  c.date_collecte,
  c.flux
