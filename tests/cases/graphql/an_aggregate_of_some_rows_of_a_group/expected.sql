-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."flux" AS "c0",
  COUNT(*) AS "c1",
  CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) AS "c2",
  COUNT(*) FILTER(WHERE
    "g"."where 0") AS "c3"
FROM (
  SELECT
    INTERCO_FOLD("t"."remarque", 'CASE_ACCENT') LIKE CAST(:p0 AS VARCHAR) ESCAPE '\' AS "where 0",
    "t"."flux" AS "flux",
    "t"."tonnage_kg" AS "tonnage_kg"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
) AS "g"
GROUP BY
  "g"."flux"
ORDER BY
  "g"."flux" ASC;
-- :p0 string %'é'% CASE_ACCENT

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
