-- valDIlleAubigne.collectes.totalCount
SELECT
  COUNT(*) AS "c0"
FROM (
  SELECT
    1 AS "row"
  FROM "val_d_ille_aubigne"."collectes" AS "t"
  WHERE
    NOT (
      FALSE
    )
  LIMIT 10001
) AS "n";

-- {"valDIlleAubigne":{"collectes":{"totalCount":<valDIlleAubigne.collectes.totalCount>}}}
