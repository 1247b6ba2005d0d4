-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."flux" AS "c0",
  "g"."date_collecte month_of_year" AS "c1",
  "g"."horodatage hour_of_day" AS "c2",
  "g"."horodatage day_of_week" AS "c3",
  COUNT(*) AS "c4"
FROM (
  SELECT
    "t"."flux" AS "flux",
    EXTRACT(MONTH FROM "t"."date_collecte") AS "date_collecte month_of_year",
    EXTRACT(HOUR FROM AT_TIMEZONE("t"."horodatage", 'Europe/Paris')) AS "horodatage hour_of_day",
    EXTRACT(DAY_OF_WEEK FROM AT_TIMEZONE("t"."horodatage", 'Europe/Paris')) AS "horodatage day_of_week"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
) AS "g"
GROUP BY
  "g"."flux",
  "g"."date_collecte month_of_year",
  "g"."horodatage hour_of_day",
  "g"."horodatage day_of_week"
ORDER BY
  "g"."horodatage day_of_week" DESC,
  "g"."horodatage hour_of_day" DESC,
  "g"."flux" ASC,
  "g"."flux" ASC,
  "g"."date_collecte month_of_year" ASC,
  "g"."horodatage hour_of_day" ASC,
  "g"."horodatage day_of_week" ASC;

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
