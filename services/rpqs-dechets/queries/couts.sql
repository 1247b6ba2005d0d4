-- Costs less income, by file, year and stream, of the matrix; where there is none, of the
-- parameters, for the year of the report: as given, else the last whole one, else the last.
WITH donnees AS (
  SELECT count(*) AS lignes FROM matrice m
),
rapport AS (
  SELECT
    coalesce(
      max(q.annee), max(CASE WHEN c.mois >= c.mois_attendus THEN c.annee END), max(c.annee)
    ) AS annee
  FROM couvertures c
  CROSS JOIN parametres q
  WHERE c.niveau = 'ensemble'
),
nets AS (
  SELECT
    m.annee, m.file AS fichier, m.flux,
    CAST(sum(CASE WHEN m.sens = 'PRODUIT' THEN -m.montant ELSE m.montant END) AS decimal(18, 2)) AS eur
  FROM matrice m
  WHERE m.annee IS NOT NULL AND m.flux IS NOT NULL AND m.montant IS NOT NULL
  GROUP BY m.annee, m.file, m.flux
  UNION ALL
  SELECT
    coalesce(q.annee_couts, a.annee) AS annee, '' AS fichier, f.flux,
    CASE f.flux
      WHEN 'OMR' THEN q.cout_omr
      WHEN 'EMBALLAGES_PAPIERS' THEN q.cout_emballages_papiers
      WHEN 'VERRE' THEN q.cout_verre
      WHEN 'BIODECHETS' THEN q.cout_biodechets
      WHEN 'ENCOMBRANTS' THEN q.cout_encombrants
      WHEN 'DECHETERIES' THEN q.cout_decheteries
      ELSE q.cout_total
    END AS eur
  FROM parametres q
  CROSS JOIN rapport a
  CROSS JOIN donnees d
  CROSS JOIN (
    VALUES
      ('OMR'), ('EMBALLAGES_PAPIERS'), ('VERRE'), ('BIODECHETS'), ('ENCOMBRANTS'),
      ('DECHETERIES'), ('TOTAL')
  ) AS f (flux)
  WHERE d.lignes = 0
)
SELECT n.annee, n.fichier, n.flux, n.eur FROM nets n WHERE n.eur IS NOT NULL
