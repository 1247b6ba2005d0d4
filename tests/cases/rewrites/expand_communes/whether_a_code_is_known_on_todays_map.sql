-- Without a date, nothing but the code has to be there for it to be known.
-- decision: two maps

SELECT
  INTERCO_COMMUNE_KNOWN(c.code_commune) AS known
FROM eau_bassin_rennais.compteurs AS c
---
SELECT
  CASE
    WHEN c.code_commune IS NULL
    THEN CAST(NULL AS BOOLEAN)
    ELSE CASE
      WHEN c.code_commune IN ('35083', '35147', '35191', '35308', '35323', '35344')
      THEN '1'
      ELSE ''
    END = '1'
  END AS known
FROM eau_bassin_rennais.compteurs AS c
