-- The balance of each sector and day, in sixtieths of m3; a day that cannot be told has its reason.
WITH sommes AS (
  SELECT
    j.secteur, j.jour, min(j.heures) AS heures, min(j.heures_nuit) AS heures_nuit,
    bool_and(j.entier) AS entier, bool_and(j.nuit_entiere) AS nuit_entiere,
    bool_or(j.fige) AS fige, CAST(sum(j.soixantiemes) AS decimal(24, 3)) AS soixantiemes,
    CAST(sum(j.soixantiemes_nuit) AS decimal(24, 3)) AS soixantiemes_nuit
  FROM jours_compteurs j
  GROUP BY j.secteur, j.jour
),
doubles AS (
  SELECT c.secteur, c.jour FROM copies c GROUP BY c.secteur, c.jour
)
SELECT
  s.secteur, s.jour, s.heures, s.heures_nuit, s.nuit_entiere AND NOT s.fige AND d.secteur IS NULL
    AND s.soixantiemes_nuit >= 0 AND s.heures_nuit > 0 AS nuit_lue,
  s.soixantiemes, s.soixantiemes_nuit,
  CASE
    WHEN s.fige THEN 'meter_frozen'
    WHEN NOT s.entier THEN 'incomplete_day'
    WHEN d.secteur IS NOT NULL THEN 'meter_copied'
    WHEN s.soixantiemes < 0 OR s.soixantiemes_nuit < 0 THEN 'negative_balance'
  END AS raison
FROM sommes s
LEFT JOIN doubles d ON d.secteur = s.secteur AND d.jour = s.jour
