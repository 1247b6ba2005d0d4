-- valDIlleAubigne.collectes.groupBy
SELECT
  CAST("h"."c0" AS DECIMAL(38, 3)) AS "c0",
  "h"."c1" AS "c1",
  "h"."c2" AS "c2",
  "h"."c3" AS "c3",
  CAST("h"."c4" AS DECIMAL(38, 3)) AS "c4",
  "h"."c5" AS "c5",
  "h"."c6" AS "c6",
  "h"."c7" AS "c7",
  "h"."c8" AS "c8"
FROM (
  SELECT
    CAST(CASE
      WHEN NOT "g"."date_collecte month" IS NULL
      THEN SUM(CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3))) OVER (
        PARTITION BY "g"."commune code"
        ORDER BY "g"."date_collecte month" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      )
    END AS DECIMAL(38, 3)) AS "c0",
    CAST(CASE
      WHEN NOT "g"."date_collecte month" IS NULL
      THEN SUM(CAST(SUM("g"."nb_bacs_leves") AS BIGINT)) OVER (
        PARTITION BY "g"."commune code"
        ORDER BY "g"."date_collecte month" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      )
    END AS BIGINT) AS "c1",
    CASE
      WHEN NOT CASE
        WHEN NOT "g"."date_collecte month" IS NULL
        THEN CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.5) AS DECIMAL(12, 3))
      END IS NULL
      THEN RANK() OVER (
        PARTITION BY "g"."commune code"
        ORDER BY CASE
          WHEN NOT "g"."date_collecte month" IS NULL
          THEN CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.5) AS DECIMAL(12, 3))
        END DESC
      )
    END AS "c2",
    CASE
      WHEN DATE_ADD(
        'MONTH',
        1,
        CAST(LAG("g"."date_collecte month") OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC) AS DATE)
      ) = "g"."date_collecte month"
      THEN COUNT(*) - LAG(COUNT(*)) OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC)
    END AS "c3",
    CAST(CASE
      WHEN DATE_ADD(
        'MONTH',
        1,
        CAST(LAG("g"."date_collecte month") OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC) AS DATE)
      ) = "g"."date_collecte month"
      THEN CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) - LAG(CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3))) OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC)
    END AS DECIMAL(38, 3)) AS "c4",
    CASE
      WHEN DATE_ADD(
        'MONTH',
        1,
        CAST(LAG("g"."date_collecte month") OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC) AS DATE)
      ) = "g"."date_collecte month"
      THEN SUM("g"."duree_h") - LAG(SUM("g"."duree_h")) OVER (PARTITION BY "g"."commune code" ORDER BY "g"."date_collecte month" ASC)
    END AS "c5",
    "g"."commune code" AS "c6",
    MAX("g"."commune label") AS "c7",
    "g"."date_collecte month" AS "c8",
    MAX("g"."commune name") AS "o0",
    "g"."date_collecte month" AS "o1",
    "g"."commune code" AS "o2",
    "g"."date_collecte month" AS "o3"
  FROM (
    SELECT
      DATE_TRUNC('MONTH', "t"."date_collecte") AS "date_collecte month",
      INTERCO_COMMUNE_CODE("t"."code_commune", "t"."date_collecte") AS "commune code",
      "t"."tonnage_kg" AS "tonnage_kg",
      "t"."nb_bacs_leves" AS "nb_bacs_leves",
      "t"."duree_h" AS "duree_h",
      INTERCO_COMMUNE_LABEL("t"."code_commune", "t"."date_collecte") AS "commune label",
      INTERCO_COMMUNE_NAME("t"."code_commune", "t"."date_collecte") AS "commune name"
    FROM "val_d_ille_aubigne"."collectes" AS "t"
    WHERE
      "t"."flux" <> CAST(:p0 AS VARCHAR)
  ) AS "g"
  GROUP BY
    "g"."commune code",
    "g"."date_collecte month"
  HAVING
    COUNT(*) > CAST(:p1 AS BIGINT)
) AS "h"
LEFT JOIN "interco_reference"."communes" AS "r0"
  ON "r0"."label" = "h"."o0"
ORDER BY
  "r0"."nom_tri" ASC,
  "h"."o1" ASC,
  "h"."o2" ASC,
  "h"."o3" ASC
OFFSET 12
LIMIT 24;
-- :p0 string 'CS'
-- :p1 bigint 1

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
