-- valDIlleAubigne.bornes.totalCount
SELECT
  COUNT(*) AS "c0"
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
    CAST(:p18 AS VARCHAR),
    CAST(:p19 AS VARCHAR),
    CAST(:p20 AS VARCHAR),
    CAST(:p21 AS VARCHAR),
    CAST(:p22 AS VARCHAR),
    CAST(:p23 AS VARCHAR),
    CAST(:p24 AS VARCHAR),
    CAST(:p25 AS VARCHAR),
    CAST(:p26 AS VARCHAR)
  );
-- :p0 string '35017'
-- :p1 string '35029'
-- :p2 string '35050'
-- :p3 string '35056'
-- :p4 string '35085'
-- :p5 string '35092'
-- :p6 string '35094'
-- :p7 string '35130'
-- :p8 string '35134'
-- :p9 string '35147'
-- :p10 string '35148'
-- :p11 string '35156'
-- :p12 string '35159'
-- :p13 string '35172'
-- :p14 string '35225'
-- :p15 string '35226'
-- :p16 string '35233'
-- :p17 string '35258'
-- :p18 string '35265'
-- :p19 string '35286'
-- :p20 string '35308'
-- :p21 string '35318'
-- :p22 string '35337'
-- :p23 string '35342'
-- :p24 string '35344'
-- :p25 string '35345'
-- :p26 string '35346'

-- {"valDIlleAubigne":{"bornes":{"totalCount":<valDIlleAubigne.bornes.totalCount>}}}
