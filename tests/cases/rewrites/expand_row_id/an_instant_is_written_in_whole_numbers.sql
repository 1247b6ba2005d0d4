-- An instant is written in whole numbers.
-- decision: owner

SELECT
  INTERCO_ROW_ID(c.releve_a) AS id
FROM eau_bassin_rennais.compteurs AS c
---
SELECT
  INTERCO_SHA256_HEX(
    CAST(:key_8b27a3fe46ea0e65_2 AS VARCHAR) || INTERCO_SHA256_HEX(
      CAST(:key_8b27a3fe46ea0e65_1 AS VARCHAR) || CAST(CAST(CAST(AT_TIMEZONE(c.releve_a, 'UTC') AS TIMESTAMP) AS DATE) AS VARCHAR) || ':' || CAST(EXTRACT(HOUR FROM CAST(AT_TIMEZONE(c.releve_a, 'UTC') AS TIMESTAMP)) AS VARCHAR) || ':' || CAST(EXTRACT(MINUTE FROM CAST(AT_TIMEZONE(c.releve_a, 'UTC') AS TIMESTAMP)) AS VARCHAR) || ':' || CAST(EXTRACT(SECOND FROM CAST(AT_TIMEZONE(c.releve_a, 'UTC') AS TIMESTAMP)) AS VARCHAR) || ';'
    )
  ) AS id
FROM eau_bassin_rennais.compteurs AS c
