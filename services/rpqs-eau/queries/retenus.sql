-- The services that a year's whole is made of: those that distribute, else those that produce alone,
-- whose water the others sell again. One entered several times with the same figures counts once.
WITH rangs AS (
  SELECT
    i.service, i.annee, i.produit_seulement,
    min(CASE WHEN i.produit_seulement THEN 1 ELSE 0 END) OVER (PARTITION BY i.annee) AS nature,
    CASE WHEN i.vp_063 IS NULL OR i.entrant IS NULL OR i.vp_077 IS NULL THEN 1
      ELSE row_number() OVER (
        PARTITION BY i.annee, i.produit_seulement, i.vp_056, i.vp_059, i.vp_060, i.vp_061, i.vp_063,
          i.vp_201, i.vp_220, i.vp_221, i.vp_077, i.vp_140
        ORDER BY i.service
      )
    END AS rang
  FROM indicateurs i
)
SELECT
  r.service, r.annee,
  CASE WHEN r.produit_seulement THEN 1 ELSE 0 END = r.nature AS de_la_nature,
  r.rang > 1 AS copie,
  CASE WHEN r.produit_seulement THEN 1 ELSE 0 END = r.nature AND r.rang = 1 AS compte
FROM rangs r
