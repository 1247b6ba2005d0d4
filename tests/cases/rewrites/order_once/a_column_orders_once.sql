-- The second time, in whatever direction, no two rows are left that it could tell apart.

SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."flux",
  "c"."flux" DESC
---
SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."flux"
