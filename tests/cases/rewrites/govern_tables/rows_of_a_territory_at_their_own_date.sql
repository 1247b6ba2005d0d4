-- The syndicat's territory begins with its membership, in 2017; what is dated in the future is nobody's yet.

SELECT
  "c"."flux" AS "flux"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  "c"."flux" AS "flux"
FROM (
  SELECT
    CAST("_t"."flux" AS VARCHAR) AS "flux"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."INSEE" AS VARCHAR) IN ('35147', '35308', '35344')
    AND "_t"."date_collecte" < CAST('2026-11-26' AS DATE)
    AND "_t"."date_collecte" >= CAST('2017-01-01' AS DATE)
) AS "c"
