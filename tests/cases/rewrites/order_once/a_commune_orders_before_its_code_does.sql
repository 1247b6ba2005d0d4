-- What is made of a column that comes later, or of one that orders nothing, still orders.

SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  CASE WHEN "c"."code_commune" = '35020' THEN '35130' ELSE "c"."code_commune" END,
  "c"."code_commune",
  CASE WHEN "c"."flux" = 'OMR' THEN 'a' ELSE "c"."code_commune" END
---
SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  CASE WHEN "c"."code_commune" = '35020' THEN '35130' ELSE "c"."code_commune" END,
  "c"."code_commune",
  CASE WHEN "c"."flux" = 'OMR' THEN 'a' ELSE "c"."code_commune" END
