-- Rows of each year that were left aside and may be of the territory; rows without a day may be of
-- any year.
WITH lacunes AS (
  SELECT year(c.jour) AS annee, count(*) AS lignes
  FROM collectes c
  WHERE c.jour IS NOT NULL AND (c.commune IS NULL OR c.flux IS NULL OR c.kg IS NULL)
  GROUP BY year(c.jour)
  UNION ALL
  SELECT p.annee, sum(p.lignes) AS lignes FROM pesees p WHERE p.commune IS NULL GROUP BY p.annee
),
sans_jour AS (
  SELECT count(*) AS lignes FROM collectes c WHERE c.jour IS NULL
),
annees AS (
  SELECT DISTINCT c.annee FROM couvertures c
)
SELECT a.annee, CAST(coalesce(sum(l.lignes), 0) + max(s.lignes) AS bigint) AS lignes
FROM annees a
CROSS JOIN sans_jour s
LEFT JOIN lacunes l ON l.annee = a.annee
GROUP BY a.annee
