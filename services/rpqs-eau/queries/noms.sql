-- Each service once, as its register describes it.
SELECT
  s.service_id, max(s.nom) AS nom, max(s.id_national) AS id_national,
  max(s.mode_gestion) AS mode_gestion, max(s.operateur) AS operateur, max(s.missions) AS missions,
  max(s.fin_contrat) AS fin_contrat
FROM services s
WHERE s.service_id IS NOT NULL
GROUP BY s.service_id
