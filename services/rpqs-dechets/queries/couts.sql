-- Costs less income, by year and stream, of the matrix; where there is none, of the parameters, for
-- the year of the report: as given, else the last complete one, else the last. The total as it is
-- said, else the sum.
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
    m.annee, m.flux,
    CAST(sum(CASE WHEN m.sens = 'PRODUIT' THEN -m.montant ELSE m.montant END) AS decimal(18, 2)) AS eur
  FROM matrice m
  WHERE m.annee IS NOT NULL AND m.flux IS NOT NULL AND m.montant IS NOT NULL
  GROUP BY m.annee, m.flux
  UNION ALL
  SELECT
    coalesce(q.annee_couts, a.annee) AS annee, f.flux,
    CASE f.flux
      WHEN 'OMR' THEN q.cout_omr
      WHEN 'EMBALLAGES_PAPIERS' THEN q.cout_emballages_papiers
      WHEN 'VERRE' THEN q.cout_verre
      WHEN 'BIODECHETS' THEN q.cout_biodechets
      WHEN 'ENCOMBRANTS' THEN q.cout_encombrants
      ELSE q.cout_total
    END AS eur
  FROM parametres q
  CROSS JOIN rapport a
  CROSS JOIN donnees d
  CROSS JOIN (
    VALUES ('OMR'), ('EMBALLAGES_PAPIERS'), ('VERRE'), ('BIODECHETS'), ('ENCOMBRANTS'), ('TOTAL')
  ) AS f (flux)
  WHERE d.lignes = 0
),
connus AS (
  SELECT n.annee, n.flux, n.eur FROM nets n WHERE n.eur IS NOT NULL
),
dits AS (
  SELECT n.annee FROM connus n WHERE n.flux = 'TOTAL'
)
SELECT n.annee, n.flux, n.eur FROM connus n
UNION ALL
SELECT n.annee, 'TOTAL' AS flux, CAST(sum(n.eur) AS decimal(18, 2)) AS eur
FROM connus n
LEFT JOIN dits d ON d.annee = n.annee
WHERE d.annee IS NULL
GROUP BY n.annee
