SELECT
  p.nom, p.sites, p.passages, p.jour_moyen, p.jour_ouvre, p.jour_week_end, p.jours_comptes,
  p.jours_attendus, p.completude, p.reasons, p.phrase
FROM par_site p
WHERE p.rang = 0
