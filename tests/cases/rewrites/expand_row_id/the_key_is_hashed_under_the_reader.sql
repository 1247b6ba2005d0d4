-- Lengths come first, so that ('ab', 'c') and ('a', 'bc') are two rows.

SELECT
  INTERCO_ROW_ID(c.id_pesee, c.code_commune) AS id
FROM val_d_ille_aubigne.collectes AS c
---
SELECT
  INTERCO_SHA256_HEX(
    CAST(:key_39d97f1da8ee8c75_2 AS VARCHAR) || INTERCO_SHA256_HEX(
      CAST(:key_39d97f1da8ee8c75_1 AS VARCHAR) || CAST(LENGTH(c.id_pesee) AS VARCHAR) || ':' || c.id_pesee || CAST(LENGTH(c.code_commune) AS VARCHAR) || ':' || c.code_commune
    )
  ) AS id
FROM val_d_ille_aubigne.collectes AS c
