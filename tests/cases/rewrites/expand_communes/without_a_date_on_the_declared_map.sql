-- The dataset says that its codes are those of 2018: Lanhélin is still itself.
-- decision: owner

SELECT
  INTERCO_COMMUNE_LABEL(c.code_commune) AS label
FROM eau_bassin_rennais.compteurs AS c
WHERE
  c.nb > 99
---
SELECT
  CASE
    WHEN c.code_commune IN ('22192', '22357')
    THEN '22209'
    WHEN c.code_commune IN ('27519', '27687')
    THEN '27022'
    WHEN c.code_commune IN ('27211', '27250')
    THEN '27191'
    WHEN c.code_commune = '27648'
    THEN '27412'
    WHEN c.code_commune = '27651'
    THEN '27471'
    WHEN c.code_commune IN ('27058', '27647')
    THEN '27676'
    WHEN c.code_commune = '35158'
    THEN '35060'
    WHEN c.code_commune = '35036'
    THEN '35064'
    WHEN c.code_commune IN ('35209', '35254')
    THEN '35069'
    WHEN c.code_commune = '35074'
    THEN '35096'
    WHEN c.code_commune = '35048'
    THEN '35168'
    WHEN c.code_commune = '35129'
    THEN '35176'
    WHEN c.code_commune IN ('35083', '35323')
    THEN '35191'
    WHEN c.code_commune = '35267'
    THEN '35257'
    WHEN c.code_commune IN ('49006', '49072', '49151', '49162', '49165', '49239', '49243', '49312', '49375')
    THEN '49023'
    WHEN c.code_commune IN ('49040', '49126', '49172', '49177', '49270', '49296', '49320', '49360')
    THEN '49069'
    WHEN c.code_commune = '49199'
    THEN '49092'
    WHEN c.code_commune IN (
      '49071',
      '49074',
      '49111',
      '49153',
      '49169',
      '49225',
      '49268',
      '49281',
      '49300',
      '49325',
      '49351'
    )
    THEN '49092'
    WHEN c.code_commune IN (
      '49033',
      '49083',
      '49085',
      '49137',
      '49145',
      '49252',
      '49313',
      '49314',
      '49316',
      '49324'
    )
    THEN '49218'
    WHEN c.code_commune IN (
      '49024',
      '49034',
      '49039',
      '49075',
      '49190',
      '49204',
      '49212',
      '49276',
      '49295',
      '49297'
    )
    THEN '49244'
    WHEN c.code_commune IN ('49179', '49206', '49258', '49263', '49264', '49273', '49285', '49349', '49350')
    THEN '49301'
    ELSE c.code_commune
  END || '@2018' AS label
FROM eau_bassin_rennais.compteurs AS c
WHERE
  c.nb > 99
