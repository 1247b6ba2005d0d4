-- A whole number and a day.
-- decision: owner

SELECT
  INTERCO_ROW_ID(f.id_fontaine, f.posee_le) AS id
FROM mesnil_roc_h.fontaines AS f
---
SELECT
  INTERCO_SHA256_HEX(
    CAST(:key_cc7659ff475947df_2 AS VARCHAR) || INTERCO_SHA256_HEX(
      CAST(:key_cc7659ff475947df_1 AS VARCHAR) || CAST(CAST(f.id_fontaine AS INTEGER) AS VARCHAR) || ';' || CAST(CAST(f.posee_le AS DATE) AS VARCHAR) || ';'
    )
  ) AS id
FROM mesnil_roc_h.fontaines AS f
