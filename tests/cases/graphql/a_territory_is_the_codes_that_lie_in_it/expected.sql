-- valDIlleAubigne.bornes.totalCount
SELECT
  COUNT(*) AS "c0"
FROM (
  SELECT
    1 AS "row"
  FROM "val_d_ille_aubigne"."bornes" AS "t"
  WHERE
    "t"."code_commune" IN (
      CAST(:p0 AS VARCHAR),
      CAST(:p1 AS VARCHAR),
      CAST(:p2 AS VARCHAR),
      CAST(:p3 AS VARCHAR),
      CAST(:p4 AS VARCHAR),
      CAST(:p5 AS VARCHAR),
      CAST(:p6 AS VARCHAR),
      CAST(:p7 AS VARCHAR),
      CAST(:p8 AS VARCHAR),
      CAST(:p9 AS VARCHAR),
      CAST(:p10 AS VARCHAR),
      CAST(:p11 AS VARCHAR),
      CAST(:p12 AS VARCHAR),
      CAST(:p13 AS VARCHAR),
      CAST(:p14 AS VARCHAR),
      CAST(:p15 AS VARCHAR),
      CAST(:p16 AS VARCHAR),
      CAST(:p17 AS VARCHAR),
      CAST(:p18 AS VARCHAR)
    )
  LIMIT 10001
) AS "n";
-- :p0 string '35003'
-- :p1 string '35007'
-- :p2 string '35110'
-- :p3 string '35118'
-- :p4 string '35128'
-- :p5 string '35146'
-- :p6 string '35173'
-- :p7 string '35177'
-- :p8 string '35193'
-- :p9 string '35195'
-- :p10 string '35197'
-- :p11 string '35251'
-- :p12 string '35274'
-- :p13 string '35276'
-- :p14 string '35296'
-- :p15 string '35317'
-- :p16 string '35326'
-- :p17 string '35355'
-- :p18 string '35356'

-- {"valDIlleAubigne":{"bornes":{"totalCount":<valDIlleAubigne.bornes.totalCount>}}}
