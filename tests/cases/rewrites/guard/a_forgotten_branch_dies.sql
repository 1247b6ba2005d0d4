-- A forgotten branch dies.
-- decision: overlap

SELECT
  "c"."code_commune" AS "k"
FROM (
  SELECT
    CAST("_t"."INSEE" AS VARCHAR) AS "code_commune"
  FROM "s_val"."d_collectes" AS "_t"
  WHERE
    CAST("_t"."flux" AS VARCHAR) IN ('VERRE', 'PAPIER')
) AS "c"
LIMIT 51
---
refused: ungoverned_plan
a branch without its condition
