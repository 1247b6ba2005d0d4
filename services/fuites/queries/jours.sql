-- The daily table, in the shape of the standard. Half up, by whole numbers.
SELECT
  j.secteur AS secteur_id, t.code_commune, j.jour AS "date",
  CASE WHEN j.raison IS NULL THEN CAST(0.001 * (
    (2 * CAST(1000 * j.soixantiemes AS bigint) + 60) / 120
  ) AS decimal(18, 3)) END AS volume_distribution_m3,
  CASE WHEN j.raison IS NULL AND j.heures_nuit > 0 THEN CAST(0.01 * (
    (2 * CAST(1000 * j.soixantiemes_nuit AS bigint) + 600 * j.heures_nuit) / (1200 * j.heures_nuit)
  ) AS decimal(18, 2)) END AS debit_nuit_m3h,
  CASE
    WHEN j.raison IS NOT NULL THEN concat('volume_distribution_m3: ', j.raison, '
debit_nuit_m3h: ', j.raison)
    WHEN j.heures_nuit <= 0 THEN 'debit_nuit_m3h: no_night_hour'
  END AS reasons
FROM jours_secteurs j
JOIN secteurs_lus t ON t.secteur = j.secteur
ORDER BY j.secteur, j.jour
