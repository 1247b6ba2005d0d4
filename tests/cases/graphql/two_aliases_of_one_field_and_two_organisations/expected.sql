-- a.un.nodes
SELECT
  "t"."flux" AS "c0"
FROM "val_d_ille_aubigne"."collectes" AS "t"
ORDER BY
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 1;

-- a.deux.nodes
SELECT
  "t"."total" AS "c0"
FROM "val_d_ille_aubigne"."collectes" AS "t"
ORDER BY
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 2;

-- valcobreizh.compteurs.aggregate
SELECT
  AVG(CAST("t"."valeur" AS DOUBLE)) AS "c0"
FROM "valcobreizh"."compteurs" AS "t";

-- {"a":{"un":{"nodes":<a.un.nodes>},"deux":{"nodes":<a.deux.nodes>}},"valcobreizh":{"compteurs":{"aggregate":<valcobreizh.compteurs.aggregate>}},"me":<me>,"t":"Query"}
