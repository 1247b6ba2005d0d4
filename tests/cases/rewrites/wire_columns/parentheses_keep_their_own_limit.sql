-- Parentheses keep their own limit.
-- columns: f string

(SELECT c.flux AS f FROM val_d_ille_aubigne.collectes AS c ORDER BY c.flux LIMIT 3)
---
SELECT
  CAST("q"."f" AS VARCHAR) AS "f"
FROM (
  (
    SELECT
      c.flux AS f
    FROM val_d_ille_aubigne.collectes AS c
    ORDER BY
      c.flux
    LIMIT 3
  )
) AS "q"
