-- The nights that are read, in litres an hour, without known consumers and without the nights of the
-- journal (flushing, valves): `rang` counts them, so that a night that is missing breaks no series.
WITH consommes AS (
  SELECT
    h.source AS secteur, h.jour, sum(h.heures) AS heures,
    CAST(sum(h.soixantiemes) AS decimal(24, 3)) AS soixantiemes
  FROM heures h
  CROSS JOIN reglages q
  WHERE h.genre = 'consommateur' AND h.heure >= q.nuit_debut AND h.heure < q.nuit_fin
  GROUP BY h.source, h.jour
),
dits AS (
  SELECT DISTINCT j.secteur, j.jour
  FROM jours_secteurs j
  JOIN journal b
    ON upper(trim(b.secteur)) = j.secteur AND j.jour BETWEEN b.du AND coalesce(b.au, b.du)
),
nettes AS (
  SELECT
    j.secteur, j.jour,
    greatest(
      (2 * CAST(1000 * (j.soixantiemes_nuit - coalesce(c.soixantiemes, 0)) AS bigint)
        + 60 * j.heures_nuit) / (120 * j.heures_nuit), 0
    ) AS debit_l
  FROM jours_secteurs j
  LEFT JOIN consommes c ON c.secteur = j.secteur AND c.jour = j.jour
  LEFT JOIN dits d ON d.secteur = j.secteur AND d.jour = j.jour
  WHERE j.nuit_lue AND d.secteur IS NULL AND (c.heures IS NULL OR c.heures = j.heures_nuit)
)
SELECT
  n.secteur, n.jour, n.debit_l,
  row_number() OVER (PARTITION BY n.secteur ORDER BY n.jour) AS rang
FROM nettes n
