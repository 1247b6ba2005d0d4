-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."flux" AS "c0",
  CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.5) AS DECIMAL(12, 3)) AS "c1",
  APPROX_PERCENTILE("g"."horodatage", 0.5) AS "c2",
  CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.9995) AS DECIMAL(12, 3)) AS "c3",
  APPROX_PERCENTILE("g"."nb_bacs_leves", 0.075) AS "c4",
  CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.5) FILTER(WHERE
    "g"."where 0") AS DECIMAL(12, 3)) AS "c5"
FROM (
  SELECT
    "t"."tonnage_kg" > CAST(:p0 AS DECIMAL(38, 3)) AS "where 0",
    "t"."flux" AS "flux",
    "t"."tonnage_kg" AS "tonnage_kg",
    "t"."horodatage" AS "horodatage",
    "t"."nb_bacs_leves" AS "nb_bacs_leves",
    "t"."date_collecte" AS "date_collecte"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
) AS "g"
GROUP BY
  "g"."flux"
HAVING
  CAST(APPROX_PERCENTILE("g"."tonnage_kg", 0.9) AS DECIMAL(12, 3)) >= CAST(:p1 AS DECIMAL(38, 3))
ORDER BY
  APPROX_PERCENTILE("g"."date_collecte", 0.075) DESC,
  "g"."flux" ASC;
-- :p0 decimal '2.000'
-- :p1 decimal $having.percentile.of.tonnageKg.gte

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
