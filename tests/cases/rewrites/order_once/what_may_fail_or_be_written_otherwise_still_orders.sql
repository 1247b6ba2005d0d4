-- A quotient may fail, a function may know other rows, and equal numbers may be written unlike.

SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."tonnage_kg",
  1 / "c"."tonnage_kg",
  CAST("c"."tonnage_kg" AS VARCHAR),
  SUM("c"."tonnage_kg") OVER (),
  1
---
SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."tonnage_kg",
  1 / "c"."tonnage_kg",
  CAST("c"."tonnage_kg" AS VARCHAR),
  SUM("c"."tonnage_kg") OVER (),
  1
