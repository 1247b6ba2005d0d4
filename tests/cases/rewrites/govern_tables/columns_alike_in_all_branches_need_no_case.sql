-- Columns alike in all branches need no case.
-- decision: overlap

SELECT
  "c"."code_commune" AS "k"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."code_commune" AS "k"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    (
      CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
      AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
      AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE)
    )
    OR CAST("_t"."flux" AS VARCHAR) IN ('VERRE', 'PAPIER')
) AS "c"
