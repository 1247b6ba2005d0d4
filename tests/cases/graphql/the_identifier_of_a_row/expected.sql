-- valDIlleAubigne.collectes.nodes
SELECT
  INTERCO_ROW_ID("t"."id_pesee", "t"."code_commune") AS "c0"
FROM "val_d_ille_aubigne"."collectes" AS "t"
ORDER BY
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 1;

-- {"valDIlleAubigne":{"collectes":{"nodes":<valDIlleAubigne.collectes.nodes>}}}
