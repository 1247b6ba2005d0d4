-- valDIlleAubigne.collectes.totalCount
SELECT
  COUNT(*) AS "c0"
FROM (
  SELECT
    1 AS "row"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
  WHERE
    "t"."code_commune" IN (CAST(:p0 AS VARCHAR), CAST(:p1 AS VARCHAR), CAST(:p2 AS VARCHAR))
    AND "t"."date_collecte" >= CAST(:p3 AS DATE)
  LIMIT 10001
) AS "n";
-- :p0 string '35147'
-- :p1 string '35308'
-- :p2 string '35344'
-- :p3 date '2019-01-01'

-- {"valDIlleAubigne":{"collectes":{"totalCount":<valDIlleAubigne.collectes.totalCount>}}}
