-- The volume billed to subscribers in each civil year: credit notes come off, water sold to another
-- service is no part of it. A row of an unknown kind leaves no base: nobody knows which side it is on.
SELECT
  f.service, year(f.date_facture) AS annee,
  CAST(sum(CASE WHEN f.type IN ('CONSOMMATION', 'AVOIR') AND f.categorie <> 'AUTRE_SERVICE'
    THEN f.volume_m3 ELSE 0 END) AS decimal(18, 3)) AS facture,
  count_if(f.type NOT IN ('CONSOMMATION', 'AVOIR', 'VENTE_EN_GROS') OR f.type IS NULL
    OR f.volume_m3 IS NULL
    OR (f.type = 'CONSOMMATION' AND f.volume_m3 < 0) OR (f.type = 'AVOIR' AND f.volume_m3 > 0))
    AS douteuses,
  count_if(f.type = 'VENTE_EN_GROS' OR f.categorie = 'AUTRE_SERVICE') AS en_gros
FROM lots f
GROUP BY f.service, year(f.date_facture)
