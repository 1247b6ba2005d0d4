-- Parentheses around queries are no tables.

(SELECT flux FROM val_d_ille_aubigne.collectes) UNION (SELECT flux FROM val_d_ille_aubigne.collectes) ORDER BY 1 LIMIT 3
---
(
  SELECT
    "collectes"."flux" AS "flux"
  FROM "val_d_ille_aubigne"."collectes" AS "collectes"
)
UNION
(
  SELECT
    "collectes"."flux" AS "flux"
  FROM "val_d_ille_aubigne"."collectes" AS "collectes"
)
ORDER BY
  "flux"
LIMIT 3
