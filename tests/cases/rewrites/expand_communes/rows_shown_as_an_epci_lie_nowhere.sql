-- Rows that are shown as an EPCI lie nowhere.
-- decision: clear or epci

SELECT
  INTERCO_COMMUNE_CODE("c"."code_commune") AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
---
SELECT
  CASE
    WHEN "c"."code_commune" IN ('35083', '35323')
    THEN '35191'
    WHEN "c"."code_commune" IN ('35147', '35344')
    THEN '35308'
    ELSE CASE
      WHEN LENGTH("c"."code_commune") = 5
      THEN "c"."code_commune"
      ELSE CAST(NULL AS VARCHAR)
    END
  END AS "a"
FROM val_d_ille_aubigne.collectes AS "c"
