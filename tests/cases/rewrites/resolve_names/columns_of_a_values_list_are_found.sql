-- Columns of a values list are found.

SELECT v.a FROM (VALUES (1, 'x')) AS v (a, b)
---
SELECT
  "v"."a"
FROM (VALUES
  (1, 'x')) AS "v"("a", "b")
