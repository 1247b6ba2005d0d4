-- Each year of the whole, with the phrase that tells it.
SELECT
  e.annee, e.nom, e.services, e.mode_gestion, e.fin_contrat, e.silencieux,
  CASE WHEN e.services > 1 THEN e.sans_longueurs END AS sans_longueurs,
  CASE WHEN e.services > 1 THEN e.sans_renouvellement END AS sans_renouvellement,
  e.factures_completes,
  a.p104_avant, a.sans_avant, a.compare_a,
  e.d101_0, e.d102_0, e.d151_0, e.p101_1, e.p102_1, e.p103_2b,
  p.p104_3, p.p104_brut, p.p105_3, p.p105_brut, p.p106_3, p.p106_brut, p.p107_2,
  e.p108_3, e.p109_0, e.p151_1, e.p152_1, e.p153_2, e.p154_0, e.p155_1,
  e.vp_056, e.vp_059, e.vp_060, e.vp_061, e.vp_062, e.vp_063, e.vp_201, e.vp_220, e.vp_221,
  e.vp_077, e.vp_140, e.vp_126, e.vp_127, e.vp_128, e.vp_129, e.vp_020, e.vp_003, e.vp_152,
  e.vp_182, e.vp_183, e.vp_185, e.vp_268, e.vp_119, e.dc_184, e.dc_195, e.ouvertures,
  e.ouvertures_dans_delai, e.entrant, e.ttc, e.comptes_pour_rien, e.delai_ouverture, e.vp_236,
  e.vp_237, e.vp_238, e.vp_240, e.vp_242, e.vp_243, e.vp_244, e.vp_245, e.vp_246, e.vp_247,
  e.vp_248, e.vp_249, e.vp_239, e.vp_241,
  c.seuil, c.conforme,
  CASE WHEN e.services = 1 THEN e.raisons ELSE concat_ws('
',
    CASE WHEN e.d101_0 IS NULL THEN 'd101_0: missing_of_a_service' END,
    'd102_0: no_legal_weight
d151_0: no_legal_weight
p101_1: no_legal_weight
p102_1: no_legal_weight
p103_2b: no_legal_weight
p108_3: no_legal_weight
p109_0: law_unclear
p151_1: no_legal_weight
p152_1: no_legal_weight
p153_2: no_legal_weight
p154_0: no_legal_weight
p155_1: no_legal_weight',
    CASE WHEN p.p104_3 IS NULL THEN 'p104_3: all_silent' END,
    CASE WHEN p.p105_3 IS NULL THEN 'p105_3: all_silent' END,
    CASE WHEN p.p106_3 IS NULL THEN 'p106_3: all_silent' END,
    CASE WHEN p.p107_2 IS NULL THEN 'p107_2: all_silent' END
  ) END AS reasons,
  CASE
    WHEN p.p104_3 IS NULL AND e.services = 1 THEN 'sans_rendement'
    WHEN p.p104_3 IS NULL THEN 'sans_rendements'
    WHEN e.services = 1 AND c.conforme = 'atteint' THEN 'seuil_atteint'
    WHEN e.services = 1 AND c.conforme = 'manque' THEN 'seuil_manque'
    WHEN e.services = 1 THEN 'rendement'
    WHEN e.silencieux IS NULL THEN 'ensemble'
    ELSE 'ensemble_sans'
  END AS phrase
FROM ensembles e
JOIN pesees p ON p.annee = e.annee
LEFT JOIN retenus r ON r.annee = e.annee AND r.compte AND e.services = 1
LEFT JOIN seuils c ON c.service = r.service AND c.annee = e.annee
LEFT JOIN avant a ON a.service = r.service AND a.annee = e.annee
ORDER BY e.annee
