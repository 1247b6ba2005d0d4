-- The costs of each level: those of the files whose owner covers exactly its communes. The total as
-- it is said, else the sum; `detaille`: the streams add up to it.
WITH etendue_de AS (
  SELECT e.fichier, e.annee, listagg(e.commune, ' ') WITHIN GROUP (ORDER BY e.commune) AS codes
  FROM etendues e
  GROUP BY e.fichier, e.annee
),
totaux AS (
  SELECT
    x.annee, x.fichier,
    max(CASE WHEN x.flux = 'TOTAL' THEN x.eur END) AS dit,
    CAST(sum(CASE WHEN x.flux <> 'TOTAL' THEN x.eur END) AS decimal(18, 2)) AS somme
  FROM couts x
  GROUP BY x.annee, x.fichier
),
de_chaque AS (
  SELECT x.annee, x.fichier, x.flux, x.eur, true AS detaille FROM couts x WHERE x.flux <> 'TOTAL'
  UNION ALL
  SELECT
    t.annee, t.fichier, 'TOTAL' AS flux, coalesce(t.dit, t.somme) AS eur,
    t.dit IS NULL OR coalesce(t.somme, 0) = t.dit AS detaille
  FROM totaux t
)
SELECT
  c.annee, c.niveau, c.cle, d.flux, CAST(sum(d.eur) AS decimal(18, 2)) AS eur,
  bool_and(d.detaille) AS detaille, bool_and(d.fichier = '') AS saisis
FROM couvertures c
JOIN etendue_de e ON e.annee = c.annee AND e.codes = c.codes
JOIN de_chaque d ON d.annee = c.annee AND d.fichier = e.fichier
WHERE c.niveau <> 'commune' AND c.territoire_connu
GROUP BY c.annee, c.niveau, c.cle, d.flux
