-- Both sides of a join.

SELECT
  "c"."flux" AS "flux",
  "f"."debit" AS "debit"
FROM val_d_ille_aubigne.collectes AS "c"
JOIN mesnil_roc_h.fontaines AS "f"
  ON "f"."debit" = "c"."tonnage"
---
SELECT
  "c"."flux" AS "flux",
  "f"."debit" AS "debit"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux",
    "_t"."tonnage" AS "tonnage"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
    AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
    AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE)
) AS "c"
JOIN (
  SELECT
    "_r"."debit" AS "debit"
  FROM (
    SELECT
      TRY_CAST(CAST("_t"."debit" AS VARCHAR) AS DOUBLE) AS "debit"
    FROM "s_mesnil"."d_fontaines" AS "_t"
  ) AS "_r"
) AS "f"
  ON "f"."debit" = "c"."tonnage"
