-- valDIlleAubigne.collectes.groupBy
SELECT
  "t"."flux" AS "c0",
  "t"."controle" AS "c1",
  COUNT(*) AS "c2",
  COUNT(DISTINCT "t"."code_commune") AS "c3"
FROM "val_d_ille_aubigne"."collectes" AS "t"
WHERE
  "t"."flux" <> CAST(:p0 AS VARCHAR)
GROUP BY
  "t"."flux",
  "t"."controle"
ORDER BY
  "t"."flux" ASC,
  "t"."controle" ASC
OFFSET 5
LIMIT 10;
-- :p0 string 'CS'

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
