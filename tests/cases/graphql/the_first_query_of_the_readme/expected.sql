-- valDIlleAubigne.collectes.groupBy
SELECT
  "h"."c0" AS "c0",
  "h"."c1" AS "c1",
  "h"."c2" AS "c2",
  CAST("h"."c3" AS DECIMAL(38, 3)) AS "c3"
FROM (
  SELECT
    "g"."commune code" AS "c0",
    MAX("g"."commune label") AS "c1",
    COUNT(*) AS "c2",
    CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) AS "c3",
    MAX("g"."commune name") AS "o0",
    "g"."commune code" AS "o1"
  FROM (
    SELECT
      INTERCO_COMMUNE_CODE("t"."code_commune", "t"."date_collecte") AS "commune code",
      INTERCO_COMMUNE_LABEL("t"."code_commune", "t"."date_collecte") AS "commune label",
      "t"."tonnage_kg" AS "tonnage_kg",
      INTERCO_COMMUNE_NAME("t"."code_commune", "t"."date_collecte") AS "commune name"
    FROM "val_d_ille_aubigne"."collectes" AS "t"
  ) AS "g"
  GROUP BY
    "g"."commune code"
) AS "h"
LEFT JOIN "interco_reference"."communes" AS "r0"
  ON "r0"."label" = "h"."o0"
ORDER BY
  "r0"."nom_tri" ASC,
  "h"."o1" ASC;

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
