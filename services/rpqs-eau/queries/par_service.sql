-- Each service and year: indicators, threshold, the year before over the same communes.
SELECT
  i.nom AS service, i.service AS service_id, i.annee, i.mode_gestion, i.operateur, i.fin_contrat,
  CASE WHEN r.compte THEN 'oui' WHEN r.copie THEN 'copie' ELSE 'production' END AS dans_ensemble,
  i.d101_0, i.d102_0, i.d151_0, i.p101_1, i.p102_1, i.p103_2b, i.p104_3, i.p105_3, i.p106_3,
  i.p107_2, i.p108_3, i.p109_0, i.p151_1, i.p152_1, i.p153_2, i.p154_0, i.p155_1, i.p104_brut,
  i.p105_brut, i.p106_brut, i.vp_126, i.vp_127, i.vp_128, i.vp_129,
  c.seuil, c.conforme, a.p104_avant, a.compare_a,
  replace(i.comptes_pour_rien, ', ', '
') AS comptes_pour_rien,
  concat_ws('
',
    CASE WHEN i.reasons <> '' THEN i.reasons END,
    CASE WHEN a.p104_avant IS NULL THEN concat('p104_avant: ', a.sans_avant) END,
    CASE WHEN c.seuil IS NULL AND i.produit_seulement THEN 'seuil: of_distribution'
      WHEN c.seuil IS NULL THEN 'seuil: without_yield' END
  ) AS reasons
FROM indicateurs i
JOIN retenus r ON r.service = i.service AND r.annee = i.annee
LEFT JOIN seuils c ON c.service = i.service AND c.annee = i.annee
LEFT JOIN avant a ON a.service = i.service AND a.annee = i.annee
ORDER BY i.service, i.annee
