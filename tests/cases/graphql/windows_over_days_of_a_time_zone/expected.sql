-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."horodatage day" AS "c0",
  "g"."nb_bacs_leves" AS "c1",
  "g"."date_collecte year" AS "c2",
  CASE
    WHEN DATE_TRUNC(
      'DAY',
      AT_TIMEZONE(
        DATE_ADD(
          'HOUR',
          36,
          CAST(LAG("g"."horodatage day") OVER (
            PARTITION BY "g"."nb_bacs_leves", "g"."date_collecte year"
            ORDER BY "g"."horodatage day" ASC
          ) AS TIMESTAMP WITH TIME ZONE)
        ),
        'Europe/Paris'
      )
    ) = "g"."horodatage day"
    THEN COUNT(*) - LAG(COUNT(*)) OVER (
      PARTITION BY "g"."nb_bacs_leves", "g"."date_collecte year"
      ORDER BY "g"."horodatage day" ASC
    )
  END AS "c3",
  CASE
    WHEN LAG("g"."nb_bacs_leves") OVER (
      PARTITION BY "g"."horodatage day", "g"."date_collecte year"
      ORDER BY "g"."nb_bacs_leves" ASC
    ) + 1 = "g"."nb_bacs_leves"
    THEN COUNT(*) - LAG(COUNT(*)) OVER (
      PARTITION BY "g"."horodatage day", "g"."date_collecte year"
      ORDER BY "g"."nb_bacs_leves" ASC
    )
  END AS "c4"
FROM (
  SELECT
    DATE_TRUNC('DAY', AT_TIMEZONE("t"."horodatage", 'Europe/Paris')) AS "horodatage day",
    "t"."nb_bacs_leves" AS "nb_bacs_leves",
    DATE_TRUNC('YEAR', "t"."date_collecte") AS "date_collecte year"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
) AS "g"
GROUP BY
  "g"."horodatage day",
  "g"."nb_bacs_leves",
  "g"."date_collecte year"
ORDER BY
  "g"."horodatage day" ASC,
  "g"."nb_bacs_leves" ASC,
  "g"."date_collecte year" ASC;

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
