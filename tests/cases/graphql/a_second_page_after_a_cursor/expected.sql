-- valDIlleAubigne.collectes.nodes
SELECT
  "t"."flux" AS "c0",
  "t"."id_pesee" AS "c1",
  "t"."code_commune" AS "c2"
FROM "val_d_ille_aubigne"."collectes" AS "t"
WHERE
  (
    "t"."flux" <= CAST(:p0 AS VARCHAR) OR CAST(:p1 AS BOOLEAN)
  )
  AND (
    (
      "t"."flux" < CAST(:p0 AS VARCHAR)
      OR (
        CAST(:p1 AS BOOLEAN) AND NOT "t"."flux" IS NULL
      )
    )
    OR (
      (
        "t"."flux" = CAST(:p0 AS VARCHAR)
        OR (
          CAST(:p1 AS BOOLEAN) AND "t"."flux" IS NULL
        )
      )
      AND (
        (
          "t"."id_pesee" > CAST(:p2 AS VARCHAR)
          OR (
            NOT CAST(:p3 AS BOOLEAN) AND "t"."id_pesee" IS NULL
          )
        )
        OR (
          (
            "t"."id_pesee" = CAST(:p2 AS VARCHAR)
            OR (
              CAST(:p3 AS BOOLEAN) AND "t"."id_pesee" IS NULL
            )
          )
          AND (
            "t"."code_commune" > CAST(:p4 AS VARCHAR)
            OR (
              NOT CAST(:p5 AS BOOLEAN) AND "t"."code_commune" IS NULL
            )
          )
        )
      )
    )
  )
ORDER BY
  "t"."flux" DESC NULLS FIRST,
  "t"."id_pesee" ASC,
  "t"."code_commune" ASC
LIMIT 3;
-- :p0 string cursor($after)[0]
-- :p1 boolean cursor($after)[0] is null
-- :p2 string cursor($after)[1]
-- :p3 boolean cursor($after)[1] is null
-- :p4 string cursor($after)[2]
-- :p5 boolean cursor($after)[2] is null

-- {"valDIlleAubigne":{"collectes":{"nodes":<valDIlleAubigne.collectes.nodes>,"pageInfo":<valDIlleAubigne.collectes.nodes>}}}
