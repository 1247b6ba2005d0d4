-- valDIlleAubigne.collectes.nodes
SELECT
  "t"."flux" AS "c0"
FROM "val_d_ille_aubigne"."collectes" AS "t"
WHERE
  "t"."date_collecte" >= CAST(:p0 AS DATE)
ORDER BY
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 50;
-- :p0 date $since

-- {"valDIlleAubigne":{"collectes":{"nodes":<valDIlleAubigne.collectes.nodes>}}}
