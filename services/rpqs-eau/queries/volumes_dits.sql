-- The volumes of each service and year, as they were given.
SELECT
  i.nom AS service, i.annee, i.vp_062, i.vp_059, i.vp_060, i.vp_061, i.vp_063, i.vp_201, i.vp_220,
  i.vp_221, i.vp_056, i.vp_077
FROM indicateurs i
ORDER BY i.service, i.annee
