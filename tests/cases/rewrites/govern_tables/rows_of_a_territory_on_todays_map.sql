-- Rows of a territory on todays map.
-- decision: today

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
) AS "c"
