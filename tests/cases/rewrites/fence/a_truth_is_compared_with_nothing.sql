-- A column that is true or false is a condition by itself, and so is a constant.
-- decision: owner

SELECT
  "c"."n" AS "n"
FROM (
  SELECT
    "_t"."n" AS "n",
    CAST("_t"."actif" AS BOOLEAN) AS "actif"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    "_t"."n" = 1
) AS "c"
WHERE
  NOT "c"."actif" AND "c"."n" + 1 > 3
---
SELECT
  "c"."n" AS "n"
FROM (
  SELECT
    "_f"."n" AS "n",
    "_f"."actif" AS "actif"
  FROM (
    SELECT
      "_t"."n" AS "n",
      CAST("_t"."actif" AS BOOLEAN) AS "actif"
    FROM "s_val"."d_collectes" AS "_t"
    WHERE
      "_t"."n" = 1
  ) AS "_f"
  WHERE
    NOT "_f"."actif"
  OFFSET 0
) AS "c"
WHERE
  NOT "c"."actif" AND "c"."n" + 1 > 3
