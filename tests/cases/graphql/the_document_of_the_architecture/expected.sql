-- valDIlleAubigne.collectes.nodes
SELECT
  "t"."date_collecte" AS "c0",
  "t"."flux" AS "c1",
  "t"."tonnage_kg" AS "c2",
  INTERCO_COMMUNE_LABEL("t"."code_commune", "t"."date_collecte") AS "c3",
  INTERCO_COMMUNE_CODE("t"."code_commune", "t"."date_collecte") AS "c4",
  "t"."id_pesee" AS "c5",
  "t"."code_commune" AS "c6"
FROM "val_d_ille_aubigne"."collectes" AS "t"
WHERE
  "t"."date_collecte" >= CAST(:p0 AS DATE)
  AND "t"."flux" IN (CAST(:p1 AS VARCHAR), CAST(:p2 AS VARCHAR))
  AND "t"."code_commune" IN (CAST(:p3 AS VARCHAR), CAST(:p4 AS VARCHAR))
  AND "t"."date_collecte" >= CAST(:p5 AS DATE)
ORDER BY
  "t"."date_collecte" DESC,
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 51;
-- :p0 date '2025-01-01'
-- :p1 string 'OMR'
-- :p2 string 'VERRE'
-- :p3 string '35007'
-- :p4 string '35251'
-- :p5 date '1000-01-01'

-- valDIlleAubigne.collectes.totalCount
SELECT
  COUNT(*) AS "c0",
  COUNT(*) < 10001 AS "c1"
FROM (
  SELECT
    1 AS "row"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
  WHERE
    "t"."date_collecte" >= CAST(:p0 AS DATE)
    AND "t"."flux" IN (CAST(:p1 AS VARCHAR), CAST(:p2 AS VARCHAR))
    AND "t"."code_commune" IN (CAST(:p3 AS VARCHAR), CAST(:p4 AS VARCHAR))
    AND "t"."date_collecte" >= CAST(:p5 AS DATE)
  LIMIT 10001
) AS "n";
-- :p0 date '2025-01-01'
-- :p1 string 'OMR'
-- :p2 string 'VERRE'
-- :p3 string '35007'
-- :p4 string '35251'
-- :p5 date '1000-01-01'

-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."commune code" AS "c0",
  MAX("g"."commune label") AS "c1",
  "g"."date_collecte month" AS "c2",
  COUNT(*) AS "c3",
  CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) AS "c4"
FROM (
  SELECT
    INTERCO_COMMUNE_CODE("t"."code_commune", "t"."date_collecte") AS "commune code",
    INTERCO_COMMUNE_LABEL("t"."code_commune", "t"."date_collecte") AS "commune label",
    DATE_TRUNC('MONTH', "t"."date_collecte") AS "date_collecte month",
    "t"."tonnage_kg" AS "tonnage_kg"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
  WHERE
    "t"."date_collecte" >= CAST(:p0 AS DATE)
    AND "t"."flux" IN (CAST(:p1 AS VARCHAR), CAST(:p2 AS VARCHAR))
    AND "t"."code_commune" IN (CAST(:p3 AS VARCHAR), CAST(:p4 AS VARCHAR))
    AND "t"."date_collecte" >= CAST(:p5 AS DATE)
) AS "g"
GROUP BY
  "g"."commune code",
  "g"."date_collecte month"
HAVING
  COUNT(*) >= CAST(:p6 AS BIGINT)
ORDER BY
  CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) DESC,
  "g"."commune code" ASC,
  "g"."date_collecte month" ASC;
-- :p0 date '2025-01-01'
-- :p1 string 'OMR'
-- :p2 string 'VERRE'
-- :p3 string '35007'
-- :p4 string '35251'
-- :p5 date '1000-01-01'
-- :p6 bigint 11

-- {"valDIlleAubigne":{"collectes":{"nodes":<valDIlleAubigne.collectes.nodes>,"pageInfo":<valDIlleAubigne.collectes.nodes>,"totalCount":<valDIlleAubigne.collectes.totalCount>,"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
