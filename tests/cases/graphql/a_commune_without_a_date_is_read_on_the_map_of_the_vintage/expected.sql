-- valDIlleAubigne.bornes.nodes
SELECT
  "t"."nom" AS "c0",
  INTERCO_COMMUNE_LABEL("t"."code_commune") AS "c1",
  INTERCO_COMMUNE_CODE("t"."code_commune") AS "c2"
FROM "val_d_ille_aubigne"."bornes" AS "t"
WHERE
  "t"."code_commune" IN (CAST(:p0 AS VARCHAR), CAST(:p1 AS VARCHAR), CAST(:p2 AS VARCHAR))
ORDER BY
  "t"."nom" ASC,
  INTERCO_COMMUNE_LABEL("t"."code_commune") ASC,
  INTERCO_COMMUNE_CODE("t"."code_commune") ASC
LIMIT 50;
-- :p0 string '35147'
-- :p1 string '35308'
-- :p2 string '35344'

-- {"valDIlleAubigne":{"bornes":{"nodes":<valDIlleAubigne.bornes.nodes>}}}
