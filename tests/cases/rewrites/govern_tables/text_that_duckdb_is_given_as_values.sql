-- Where DuckDB is given a view of the text, its values are read below.
-- decision: csv

SELECT
  "c"."releve_le" AS "a",
  "c"."volume" AS "b",
  "c"."actif" AS "d",
  "c"."releve_a" AS "e",
  "c"."nb" AS "f"
FROM eau_bassin_rennais.compteurs AS "c"
---
SELECT
  "c"."releve_le" AS "a",
  "c"."volume" AS "b",
  "c"."actif" AS "d",
  "c"."releve_a" AS "e",
  "c"."nb" AS "f"
FROM (
  SELECT
    "_t"."interco value of releve_le" AS "releve_le",
    "_t"."interco value of volume" AS "volume",
    "_t"."interco value of actif" AS "actif",
    "_t"."interco value of releve_a" AS "releve_a",
    "_t"."interco value of nb" AS "nb"
  FROM "s_eau"."d_compteurs" AS "_t"
  WHERE
    "_t"."interco value of code_commune" IN ('35147', '35308', '35344')
) AS "c"
