-- Each moment of a meter, and of the known consumers of a sector. The hour that comes twice on the
-- last Sunday of October has two values; a value that is sent twice counts once, and two that differ
-- count for none.
WITH bruts AS (
  SELECT upper(trim(r.compteur)) AS source, 'compteur' AS genre, r.debut, r.debit
  FROM releves r
  WHERE trim(r.compteur) <> '' AND r.debut IS NOT NULL AND r.timed AND r.debit IS NOT NULL
  UNION ALL
  SELECT upper(trim(n.secteur)) AS source, 'consommateur' AS genre, n.debut, n.debit
  FROM consommateurs n
  WHERE trim(n.secteur) <> '' AND n.debut IS NOT NULL AND n.timed AND n.debit IS NOT NULL
),
valeurs AS (
  SELECT b.source, b.genre, b.debut, b.debit, count(*) AS fois
  FROM bruts b
  GROUP BY b.source, b.genre, b.debut, b.debit
),
moments AS (
  SELECT
    v.source, v.genre, v.debut,
    CASE
      WHEN day_of_week(CAST(v.debut AS date)) = 7 AND day(v.debut) >= 25 AND month(v.debut) = 10
        AND hour(v.debut) = 2 THEN 2
      ELSE 1
    END AS heures,
    CAST(sum(v.fois) AS bigint) AS lignes, count(*) AS valeurs, min(v.fois) AS rare,
    max(v.fois) AS frequent, CAST(sum(v.debit) AS decimal(24, 3)) AS une_fois,
    CAST(sum(v.fois * v.debit) AS decimal(24, 3)) AS somme
  FROM valeurs v
  GROUP BY v.source, v.genre, v.debut
)
SELECT
  m.source, m.genre, m.debut, CAST(m.debut AS date) AS jour, hour(m.debut) AS heure,
  minute(m.debut) AS minute, m.heures, m.lignes,
  CASE
    WHEN m.heures = 1 AND m.valeurs = 1 THEN m.une_fois
    WHEN m.heures = 2 AND m.lignes = 2 THEN m.somme
    WHEN m.heures = 2 AND m.lignes = 4 AND m.valeurs = 2 AND m.rare = m.frequent THEN m.une_fois
    WHEN m.heures = 2 AND m.lignes = 4 AND m.valeurs = 1 THEN 2 * m.une_fois
  END AS debit,
  m.lignes > m.heures AS en_double,
  m.heures = 1 AND m.valeurs > 1 OR m.heures = 2 AND m.valeurs > 2 AS contredit
FROM moments m
