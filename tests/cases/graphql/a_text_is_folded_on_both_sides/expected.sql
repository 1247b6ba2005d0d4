-- valDIlleAubigne.collectes.nodes
SELECT
  "t"."remarque" AS "c0"
FROM "val_d_ille_aubigne"."collectes" AS "t"
WHERE
  INTERCO_FOLD("t"."remarque", 'CASE_ACCENT') LIKE CAST(:p0 AS VARCHAR) ESCAPE '\'
ORDER BY
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 50;
-- :p0 string %'Été_50%'% CASE_ACCENT

-- {"valDIlleAubigne":{"collectes":{"nodes":<valDIlleAubigne.collectes.nodes>}}}
