-- The metered volumes of each service, year and commune.
SELECT
  coalesce(a.service_id, v.service_id) AS service, v.annee, v.code_commune AS commune,
  sum(v.m3) AS m3
FROM volumes_communes v
LEFT JOIN alias a ON a.alias = trim(v.service_id)
WHERE v.code_commune IS NOT NULL AND v.annee IS NOT NULL
GROUP BY coalesce(a.service_id, v.service_id), v.annee, v.code_commune
