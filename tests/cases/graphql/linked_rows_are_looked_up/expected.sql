-- valDIlleAubigne.bornes.nodes
SELECT
  "t"."nom" AS "c0"
FROM "val_d_ille_aubigne"."bornes" AS "t"
WHERE
  (
    (
      EXISTS(
        SELECT
          1 AS "one"
        FROM "val_d_ille_aubigne"."collectes" AS "l1"
        WHERE
          "l1"."code_commune" = "t"."code_commune" AND "l1"."flux" = CAST(:p0 AS VARCHAR)
      )
      AND NOT EXISTS(
        SELECT
          1 AS "one"
        FROM "val_d_ille_aubigne"."collectes" AS "l2"
        WHERE
          "l2"."code_commune" = "t"."code_commune"
      )
    )
    OR NOT (
      NOT EXISTS(
        SELECT
          1 AS "one"
        FROM "val_d_ille_aubigne"."collectes" AS "l4"
        WHERE
          "l4"."code_commune" = "t"."code_commune"
          AND NOT (
            COALESCE(
              "l4"."nb_bacs_leves" > CAST(:p1 AS INTEGER)
              AND EXISTS(
                SELECT
                  1 AS "one"
                FROM "val_d_ille_aubigne"."bornes" AS "l3"
                WHERE
                  "l3"."code_commune" = "l4"."code_commune"
                  AND "l3"."litres" >= CAST(:p2 AS INTEGER)
              ),
              FALSE
            )
          )
      )
    )
  )
ORDER BY
  "t"."nom" ASC
LIMIT 50;
-- :p0 string 'OMR'
-- :p1 integer 2
-- :p2 integer 1000

-- valDIlleAubigne.bornes.totalCount
SELECT
  COUNT(*) AS "c0"
FROM (
  SELECT
    1 AS "row"
  FROM "val_d_ille_aubigne"."bornes" AS "t"
  WHERE
    (
      (
        EXISTS(
          SELECT
            1 AS "one"
          FROM "val_d_ille_aubigne"."collectes" AS "l1"
          WHERE
            "l1"."code_commune" = "t"."code_commune" AND "l1"."flux" = CAST(:p0 AS VARCHAR)
        )
        AND NOT EXISTS(
          SELECT
            1 AS "one"
          FROM "val_d_ille_aubigne"."collectes" AS "l2"
          WHERE
            "l2"."code_commune" = "t"."code_commune"
        )
      )
      OR NOT (
        NOT EXISTS(
          SELECT
            1 AS "one"
          FROM "val_d_ille_aubigne"."collectes" AS "l4"
          WHERE
            "l4"."code_commune" = "t"."code_commune"
            AND NOT (
              COALESCE(
                "l4"."nb_bacs_leves" > CAST(:p1 AS INTEGER)
                AND EXISTS(
                  SELECT
                    1 AS "one"
                  FROM "val_d_ille_aubigne"."bornes" AS "l3"
                  WHERE
                    "l3"."code_commune" = "l4"."code_commune"
                    AND "l3"."litres" >= CAST(:p2 AS INTEGER)
                ),
                FALSE
              )
            )
        )
      )
    )
  LIMIT 10001
) AS "n";
-- :p0 string 'OMR'
-- :p1 integer 2
-- :p2 integer 1000

-- {"valDIlleAubigne":{"bornes":{"nodes":<valDIlleAubigne.bornes.nodes>,"totalCount":<valDIlleAubigne.bornes.totalCount>}}}
