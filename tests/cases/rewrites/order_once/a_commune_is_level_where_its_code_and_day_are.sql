-- A CASE over columns that are ordered by already decides nothing more.

SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."date_collecte" DESC NULLS FIRST,
  "c"."code_commune" NULLS LAST,
  CASE
    WHEN "c"."code_commune" = '35020' AND "c"."date_collecte" < CAST('2011-01-01' AS DATE)
    THEN '35130'
    ELSE "c"."code_commune"
  END NULLS LAST,
  "c"."flux" NULLS LAST
---
SELECT
  "c"."flux" AS "flux"
FROM "val"."collectes" AS "c"
ORDER BY
  "c"."date_collecte" DESC NULLS FIRST,
  "c"."code_commune",
  "c"."flux"
