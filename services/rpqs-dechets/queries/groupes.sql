-- Household waste by round (OMA), and with bulky waste and recycling centres (DMA), of each level:
-- a stream that a whole commune has not counts as none of it.
SELECT
  c.annee, c.niveau, c.cle, bool_and(a.donnees) AS apports_donnes,
  CAST(CASE WHEN max(c.communes) > 0 THEN coalesce(sum(
    CASE WHEN t.flux IN ('OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS') THEN t.kg END
  ), 0) END AS decimal(18, 3)) AS oma,
  CAST(CASE WHEN max(c.communes_entieres) > 0 THEN coalesce(sum(
    CASE WHEN t.flux IN ('OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS') THEN t.kg_entier END
  ), 0) END AS decimal(18, 3)) AS oma_entier,
  CAST(CASE WHEN bool_and(a.donnees) THEN sum(
    CASE WHEN t.flux IN (
      'OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS', 'ENCOMBRANTS', 'DECHETERIES'
    ) THEN t.kg END
  ) END AS decimal(18, 3)) AS dma,
  CAST(CASE WHEN bool_and(a.donnees) THEN sum(
    CASE WHEN t.flux IN (
      'OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS', 'ENCOMBRANTS', 'DECHETERIES'
    ) THEN t.kg_entier END
  ) END AS decimal(18, 3)) AS dma_entier
FROM couvertures c
JOIN apports a ON a.annee = c.annee AND a.niveau = c.niveau AND a.cle = c.cle
LEFT JOIN tonnages t
  ON t.annee = c.annee AND t.niveau = c.niveau AND t.cle = c.cle AND t.flux <> 'TOTAL'
GROUP BY c.annee, c.niveau, c.cle
