-- Each level against the year before, over the communes whose two years are whole.
WITH comparees AS (
  SELECT DISTINCT t.annee, t.commune
  FROM tonnages_avant t
  JOIN presences p ON p.annee = t.annee AND p.commune = t.commune
  WHERE t.annee_avant = t.annee - 1 AND t.suivie AND t.mois > 0 AND t.mois >= p.mois_attendus
    AND p.entiere
),
niveaux_compares AS (
  SELECT n.annee, n.niveau, n.cle, n.commune, n.nom
  FROM niveaux n
  JOIN comparees c ON c.annee = n.annee AND c.commune = n.commune
),
perimetres AS (
  SELECT
    n.annee, n.niveau, n.cle, count(*) AS communes,
    listagg(n.commune, ' ') WITHIN GROUP (ORDER BY n.commune) AS codes
  FROM niveaux_compares n
  GROUP BY n.annee, n.niveau, n.cle
),
kilos AS (
  SELECT n.annee, n.niveau, n.cle, p.flux, p.kg, CAST(NULL AS decimal(18, 3)) AS kg_avant
  FROM niveaux_compares n
  JOIN pesees p ON p.annee = n.annee AND p.commune = n.commune
  UNION ALL
  SELECT n.annee, n.niveau, n.cle, t.flux, CAST(NULL AS decimal(18, 3)) AS kg, t.kg AS kg_avant
  FROM niveaux_compares n
  JOIN tonnages_avant t
    ON t.annee = n.annee AND t.commune = n.commune AND t.annee_avant = n.annee - 1
  WHERE t.flux IS NOT NULL
),
sommes AS (
  SELECT
    k.annee, k.niveau, k.cle, k.flux, CAST(sum(k.kg) AS decimal(18, 3)) AS kg,
    CAST(sum(k.kg_avant) AS decimal(18, 3)) AS kg_avant
  FROM kilos k
  GROUP BY k.annee, k.niveau, k.cle, k.flux
  UNION ALL
  SELECT
    k.annee, k.niveau, k.cle, 'TOTAL' AS flux, CAST(sum(k.kg) AS decimal(18, 3)) AS kg,
    CAST(sum(k.kg_avant) AS decimal(18, 3)) AS kg_avant
  FROM kilos k
  GROUP BY k.annee, k.niveau, k.cle
)
SELECT
  p.annee, p.niveau, p.cle, l.flux, p.communes, p.codes,
  CAST(coalesce(s.kg, 0) AS decimal(18, 3)) AS kg,
  CAST(coalesce(s.kg_avant, 0) AS decimal(18, 3)) AS kg_avant,
  l.flux <> 'TOTAL' OR coalesce(a.pareils, true) AS pareils
FROM perimetres p
JOIN tonnages l ON l.annee = p.annee AND l.niveau = p.niveau AND l.cle = p.cle
LEFT JOIN sommes s
  ON s.annee = p.annee AND s.niveau = p.niveau AND s.cle = p.cle AND s.flux = l.flux
LEFT JOIN apports_avant a
  ON a.annee = p.annee AND a.niveau = p.niveau AND a.cle = p.cle AND a.annee_avant = p.annee - 1
