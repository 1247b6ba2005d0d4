-- valDIlleAubigne.collectes.groupBy
SELECT
  "g"."horodatage day" AS "c0",
  COUNT(*) AS "c1"
FROM (
  SELECT
    DATE_TRUNC('DAY', AT_TIMEZONE("t"."horodatage", 'Europe/Paris')) AS "horodatage day"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
) AS "g"
GROUP BY
  "g"."horodatage day"
ORDER BY
  "g"."horodatage day" DESC,
  "g"."horodatage day" ASC;

-- {"valDIlleAubigne":{"collectes":{"groupBy":<valDIlleAubigne.collectes.groupBy>}}}
