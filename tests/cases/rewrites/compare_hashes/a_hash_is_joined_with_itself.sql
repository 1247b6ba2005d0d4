-- A hash is joined with itself, and compared with a value.
-- decision: hashes
-- parameters: p0 string

SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN val_d_ille_aubigne.collectes AS "d"
  ON "c"."id_pesee" = "d"."id_pesee"
WHERE
  "c"."id_pesee" = :p0
---
SELECT
  "c"."flux" AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN val_d_ille_aubigne.collectes AS "d"
  ON "c"."id_pesee" = "d"."id_pesee"
WHERE
  "c"."id_pesee" = :p0
