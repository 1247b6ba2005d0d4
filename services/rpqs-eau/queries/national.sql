-- The columns of the national observatory's yearly file, in its order of codes: indicators, variables.
SELECT
  i.annee, coalesce(i.id_national, i.service) AS id_sispea_serv, i.nom AS nom_serv,
  i.mode_gestion, i.statut,
  i.d101_0, i.d102_0, i.d151_0, i.p101_1, i.p102_1, i.p103_2b, i.p104_3, i.p105_3, i.p106_3,
  i.p107_2, i.p108_3, i.p109_0, i.p151_1, i.p152_1, i.p153_2, i.p154_0, i.p155_1,
  i.vp_056, i.vp_059, i.vp_060, i.vp_061, i.vp_062, i.vp_063, i.vp_201, i.vp_220, i.vp_221,
  i.vp_077, i.vp_140, i.vp_126, i.vp_127, i.vp_128, i.vp_129, i.vp_020, i.vp_003, i.vp_152,
  i.vp_182, i.vp_183, i.vp_185, i.vp_268, i.vp_119, i.vp_236, i.vp_237, i.vp_238, i.vp_240,
  i.vp_242, i.vp_243, i.vp_244, i.vp_245, i.vp_246, i.vp_247, i.vp_248, i.vp_249, i.vp_239,
  i.vp_241
FROM indicateurs i
ORDER BY i.annee, i.service
