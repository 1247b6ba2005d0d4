-- The rows of the report's services, each under the number of its service.
SELECT
  coalesce(a.service_id, v.service_id) AS service, v.annee, v.statut_saisie AS statut,
  v.file AS source,
  v.d101_0, v.vp_056, v.vp_059, v.vp_060, v.vp_061, v.vp_062, v.vp_063, v.vp_201, v.vp_220,
  v.vp_221, v.vp_077, v.vp_140, v.vp_126, v.vp_127, v.vp_128, v.vp_129, v.vp_020, v.vp_003,
  v.vp_152, v.vp_182, v.vp_183, v.vp_185, v.vp_268, v.vp_119, v.dc_184, v.dc_195, v.ouvertures,
  v.ouvertures_dans_delai, v.delai_ouverture, v.vp_236, v.vp_237, v.vp_238, v.vp_240, v.vp_242,
  v.vp_243, v.vp_244, v.vp_245, v.vp_246, v.vp_247, v.vp_248, v.vp_249, v.vp_239, v.vp_241
FROM volumes v
CROSS JOIN parametres p
LEFT JOIN alias a ON a.alias = trim(v.service_id)
LEFT JOIN noms n ON n.service_id = a.service_id
WHERE v.service_id IS NOT NULL AND v.annee IS NOT NULL
  AND (
    p.service IS NULL OR lower(p.service) = lower(v.service_id) OR lower(p.service) = lower(n.nom)
    OR lower(p.service) = lower(n.service_id)
  )
