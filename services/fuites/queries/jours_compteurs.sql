-- Each meter of a sector on each day: its hours, its volume, its night.
WITH sommes AS (
  SELECT
    h.source AS compteur, h.jour, sum(h.heures) AS heures,
    CAST(sum(h.soixantiemes) AS decimal(24, 3)) AS soixantiemes,
    sum(CASE WHEN h.heure >= q.nuit_debut AND h.heure < q.nuit_fin THEN h.heures ELSE 0 END)
      AS heures_nuit,
    CAST(
      sum(CASE WHEN h.heure >= q.nuit_debut AND h.heure < q.nuit_fin THEN h.soixantiemes ELSE 0 END)
      AS decimal(24, 3)
    ) AS soixantiemes_nuit
  FROM heures h
  CROSS JOIN reglages q
  WHERE h.genre = 'compteur'
  GROUP BY h.source, h.jour
),
attendus AS (
  SELECT
    c.jour, c.heures,
    q.nuit_fin - q.nuit_debut
      + CASE WHEN q.nuit_debut <= 2 AND q.nuit_fin > 2 THEN c.heures - 24 ELSE 0 END AS heures_nuit
  FROM calendrier c
  CROSS JOIN reglages q
)
SELECT
  l.secteur, l.compteur, l.signe, a.jour, a.heures, a.heures_nuit,
  coalesce(s.heures, 0) >= a.heures AS entier,
  coalesce(s.heures_nuit, 0) >= a.heures_nuit AS nuit_entiere,
  f.compteur IS NOT NULL AS fige,
  l.signe * coalesce(s.soixantiemes, 0) AS soixantiemes,
  l.signe * coalesce(s.soixantiemes_nuit, 0) AS soixantiemes_nuit
FROM liens l
JOIN secteurs_lus t ON t.secteur = l.secteur AND t.ecarte IS NULL
CROSS JOIN attendus a
LEFT JOIN sommes s ON s.compteur = l.compteur AND s.jour = a.jour
LEFT JOIN (
  SELECT x.compteur, x.jour FROM figes x GROUP BY x.compteur, x.jour
) AS f ON f.compteur = l.compteur AND f.jour = a.jour
