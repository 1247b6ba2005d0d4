-- Text is read as declared.
-- decision: csv
-- engine: trino

SELECT
  "c"."releve_le" AS "a",
  "c"."volume" AS "b",
  "c"."actif" AS "d",
  "c"."releve_a" AS "e",
  "c"."nb" AS "f"
FROM eau_bassin_rennais.compteurs AS "c"
---
SELECT
  "c"."releve_le" AS "a",
  "c"."volume" AS "b",
  "c"."actif" AS "d",
  "c"."releve_a" AS "e",
  "c"."nb" AS "f"
FROM (
  SELECT
    "_r"."releve_le" AS "releve_le",
    "_r"."volume" AS "volume",
    "_r"."actif" AS "actif",
    "_r"."releve_a" AS "releve_a",
    "_r"."nb" AS "nb"
  FROM (
    SELECT
      CAST(DATE_PARSE(NULLIF(CAST("_t"."relevé" AS VARCHAR), ''), '%d/%m/%Y') AS DATE) AS "releve_le",
      TRY_CAST(TRANSLATE(NULLIF(CAST("_t"."m3" AS VARCHAR), ''), ',.', '.;') AS DECIMAL(10, 3)) AS "volume",
      CASE
        WHEN NULLIF(CAST("_t"."en service" AS VARCHAR), '') = 'oui'
        THEN TRUE
        WHEN NULLIF(CAST("_t"."en service" AS VARCHAR), '') = 'non'
        THEN FALSE
        ELSE CAST(NULL AS BOOLEAN)
      END AS "actif",
      COALESCE(
        TRY_CAST(NULLIF(CAST("_t"."heure" AS VARCHAR), '') AS TIMESTAMP WITH TIME ZONE),
        WITH_TIMEZONE(TRY_CAST(NULLIF(CAST("_t"."heure" AS VARCHAR), '') AS TIMESTAMP), 'Europe/Paris')
      ) AS "releve_a",
      NULLIF(CAST("_t"."code_commune" AS VARCHAR), '') AS "code_commune",
      TRY_CAST(NULLIF(CAST("_t"."nb" AS VARCHAR), '') AS INTEGER) AS "nb"
    FROM "s_eau"."d_compteurs" AS "_t"
  ) AS "_r"
  WHERE
    "_r"."code_commune" IN ('35147', '35308', '35344')
) AS "c"
