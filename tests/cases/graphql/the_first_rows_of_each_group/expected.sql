-- valDIlleAubigne.collectes.groupBy
SELECT
  "u"."c0" AS "c0",
  "u"."c1" AS "c1",
  "u"."c2" AS "c2",
  CAST("u"."c3" AS DECIMAL(38, 3)) AS "c3",
  "w"."r0" AS "r0",
  "w"."r1" AS "r1",
  "w"."rank" = 1 AS "first"
FROM (
  SELECT
    "g"."commune code" AS "c0",
    MAX("g"."commune label") AS "c1",
    "g"."date_collecte month" AS "c2",
    CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) AS "c3",
    COALESCE("g"."commune code", '') AS "k0",
    "g"."commune code" IS NULL AS "n0",
    COALESCE("g"."date_collecte month", CAST('1970-01-01' AS DATE)) AS "k1",
    "g"."date_collecte month" IS NULL AS "n1",
    ROW_NUMBER() OVER (
      ORDER BY CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) DESC, "g"."commune code" ASC, "g"."date_collecte month" ASC
    ) AS "number"
  FROM (
    SELECT
      INTERCO_COMMUNE_CODE("t"."code_commune", "t"."date_collecte") AS "commune code",
      INTERCO_COMMUNE_LABEL("t"."code_commune", "t"."date_collecte") AS "commune label",
      DATE_TRUNC('MONTH', "t"."date_collecte") AS "date_collecte month",
      "t"."tonnage_kg" AS "tonnage_kg"
    FROM "val_d_ille_aubigne"."collectes" AS "t"
    WHERE
      "t"."flux" = CAST(:p0 AS VARCHAR)
  ) AS "g"
  GROUP BY
    "g"."commune code",
    "g"."date_collecte month"
  ORDER BY
    CAST(SUM("g"."tonnage_kg") AS DECIMAL(38, 3)) DESC,
    "g"."commune code" ASC,
    "g"."date_collecte month" ASC
  LIMIT 3
) AS "u"
JOIN (
  SELECT
    "v"."k0" AS "k0",
    "v"."n0" AS "n0",
    "v"."k1" AS "k1",
    "v"."n1" AS "n1",
    "v"."r0" AS "r0",
    "v"."r1" AS "r1",
    ROW_NUMBER() OVER (
      PARTITION BY "v"."k0", "v"."n0", "v"."k1", "v"."n1"
      ORDER BY "v"."s0" DESC, "v"."r0" ASC, "v"."r1" ASC
    ) AS "rank"
  FROM (
    SELECT
      COALESCE(INTERCO_COMMUNE_CODE("t_again"."code_commune", "t_again"."date_collecte"), '') AS "k0",
      INTERCO_COMMUNE_CODE("t_again"."code_commune", "t_again"."date_collecte") IS NULL AS "n0",
      COALESCE(DATE_TRUNC('MONTH', "t_again"."date_collecte"), CAST('1970-01-01' AS DATE)) AS "k1",
      DATE_TRUNC('MONTH', "t_again"."date_collecte") IS NULL AS "n1",
      "t_again"."id_pesee" AS "r0",
      "t_again"."tonnage_kg" AS "r1",
      "t_again"."tonnage_kg" AS "s0"
    FROM "val_d_ille_aubigne"."collectes" AS "t_again"
    WHERE
      "t_again"."flux" = CAST(:p0 AS VARCHAR)
  ) AS "v"
) AS "w"
  ON "u"."k0" = "w"."k0"
  AND "u"."n0" = "w"."n0"
  AND "u"."k1" = "w"."k1"
  AND "u"."n1" = "w"."n1"
  AND "w"."rank" BETWEEN 1 AND 2
ORDER BY
  "u"."number" ASC,
  "w"."rank" ASC;
-- :p0 string 'OMR'

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
