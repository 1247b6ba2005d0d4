-- Order by an output stays.

SELECT c.flux AS f, SUM(c.tonnage) AS total FROM val_d_ille_aubigne.collectes AS c GROUP BY c.flux ORDER BY total
---
SELECT
  "c"."flux" AS "f",
  SUM("c"."tonnage") AS "total"
FROM "val_d_ille_aubigne"."collectes" AS "c"
GROUP BY
  "c"."flux"
ORDER BY
  "total"
