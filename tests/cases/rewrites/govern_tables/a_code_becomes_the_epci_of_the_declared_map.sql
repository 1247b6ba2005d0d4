-- Without a day of its own, a code becomes the EPCI of the declared map.
-- decision: epci
-- engine: trino

SELECT
  "c"."code_commune" AS "a"
FROM eau_bassin_rennais.compteurs AS "c"
---
SELECT
  "c"."code_commune" AS "a"
FROM (
  SELECT
    CASE
      WHEN "_r"."code_commune" IN ('35083', '35191', '35323')
      THEN '200070688'
      WHEN "_r"."code_commune" IN ('35147', '35308', '35344')
      THEN '243500733'
      ELSE CAST(NULL AS VARCHAR)
    END AS "code_commune"
  FROM (
    SELECT
      NULLIF(CAST("_t"."code_commune" AS VARCHAR), '') AS "code_commune"
    FROM "s_eau"."d_compteurs" AS "_t"
  ) AS "_r"
  WHERE
    "_r"."code_commune" IN ('35083', '35147', '35191', '35308', '35323', '35344')
) AS "c"
