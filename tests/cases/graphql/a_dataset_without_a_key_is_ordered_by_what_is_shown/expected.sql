-- valDIlleAubigne.bornes.nodes
SELECT
  "t"."nom" AS "c0",
  "t"."litres" AS "c1"
FROM "val_d_ille_aubigne"."bornes" AS "t"
ORDER BY
  "t"."nom" ASC,
  "t"."nom" ASC,
  "t"."litres" ASC
OFFSET 50
LIMIT 50;

-- {"valDIlleAubigne":{"bornes":{"nodes":<valDIlleAubigne.bornes.nodes>}}}
