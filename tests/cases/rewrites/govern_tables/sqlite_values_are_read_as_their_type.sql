-- Sqlite values are read as their type.
-- decision: owner

SELECT
  "f"."id_fontaine" AS "a",
  "f"."debit" AS "b",
  "f"."posee_le" AS "d"
FROM mesnil_roc_h.fontaines AS "f"
---
SELECT
  "f"."id_fontaine" AS "a",
  "f"."debit" AS "b",
  "f"."posee_le" AS "d"
FROM (
  SELECT
    "_r"."id_fontaine" AS "id_fontaine",
    "_r"."debit" AS "debit",
    "_r"."posee_le" AS "posee_le"
  FROM (
    SELECT
      TRY_CAST(CAST("_t"."id_fontaine" AS VARCHAR) AS INTEGER) AS "id_fontaine",
      TRY_CAST(CAST("_t"."debit" AS VARCHAR) AS DOUBLE) AS "debit",
      TRY_CAST(CAST("_t"."posee_le" AS VARCHAR) AS DATE) AS "posee_le"
    FROM "s_mesnil"."d_fontaines" AS "_t"
  ) AS "_r"
) AS "f"
