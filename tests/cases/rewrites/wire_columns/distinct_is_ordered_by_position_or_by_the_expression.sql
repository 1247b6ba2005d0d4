-- After DISTINCT, a position or the selected expression itself names the column.
-- columns: f string, t string

SELECT DISTINCT
  UPPER(c.flux) AS f,
  c.code_commune AS t
FROM val_d_ille_aubigne.collectes AS c
ORDER BY
  2,
  UPPER(c.flux)
---
SELECT
  CAST("q"."f" AS VARCHAR) AS "f",
  CAST("q"."t" AS VARCHAR) AS "t"
FROM (
  SELECT DISTINCT
    UPPER(c.flux) AS f,
    c.code_commune AS t
  FROM val_d_ille_aubigne.collectes AS c
  ORDER BY
    2,
    UPPER(c.flux)
) AS "q"
ORDER BY
  "q"."t",
  "q"."f"
