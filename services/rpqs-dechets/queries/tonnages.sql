-- Kilograms of each level and stream, as received, and of the communes whose year is whole.
WITH par_flux AS (
  SELECT
    n.annee, n.niveau, n.cle, p.flux,
    CAST(sum(p.kg) AS decimal(18, 3)) AS kg,
    CAST(sum(CASE WHEN e.entiere THEN p.kg END) AS decimal(18, 3)) AS kg_entier
  FROM niveaux n
  JOIN presences e ON e.annee = n.annee AND e.commune = n.commune
  JOIN pesees p ON p.annee = n.annee AND p.commune = n.commune
  GROUP BY n.annee, n.niveau, n.cle, p.flux
)
SELECT f.annee, f.niveau, f.cle, f.flux, f.kg, f.kg_entier FROM par_flux f
UNION ALL
SELECT
  c.annee, c.niveau, c.cle, 'TOTAL' AS flux,
  CAST(sum(f.kg) AS decimal(18, 3)) AS kg,
  CAST(sum(f.kg_entier) AS decimal(18, 3)) AS kg_entier
FROM couvertures c
LEFT JOIN par_flux f ON f.annee = c.annee AND f.niveau = c.niveau AND f.cle = c.cle
GROUP BY c.annee, c.niveau, c.cle
