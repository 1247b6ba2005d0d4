-- What each level stands on: its communes, those whose year is whole, and the inhabitants of each.
WITH sources AS (
  SELECT s.annee, s.niveau, s.cle, listagg(s.source, '
') WITHIN GROUP (ORDER BY s.source) AS sources
  FROM (
    SELECT DISTINCT n.annee, n.niveau, n.cle, p.source
    FROM niveaux n
    JOIN pesees p ON p.annee = n.annee AND p.commune = n.commune
  ) AS s
  GROUP BY s.annee, s.niveau, s.cle
)
SELECT
  n.annee, n.niveau, n.cle, min(n.nom) AS nom,
  count(*) AS communes_attendues,
  count_if(p.mois > 0) AS communes,
  count_if(p.entiere) AS communes_entieres,
  count_if(p.population IS NULL) AS sans_population,
  count_if(p.entiere AND p.population IS NULL) AS entieres_sans_population,
  CAST(sum(CASE WHEN p.mois > 0 THEN p.population END) AS bigint) AS population,
  CAST(sum(p.population) AS bigint) AS population_attendue,
  CAST(sum(CASE WHEN p.entiere THEN p.population END) AS bigint) AS population_entieres,
  coalesce(min(CASE WHEN p.mois > 0 THEN p.mois END), 0) AS mois,
  max(p.mois_attendus) AS mois_attendus,
  bool_and(p.territoire_connu) AS territoire_connu,
  bool_and(p.entiere) AS complete,
  listagg(n.commune, ' ') WITHIN GROUP (ORDER BY n.commune) AS codes,
  listagg(CASE WHEN p.entiere THEN n.commune END, ' ') WITHIN GROUP (ORDER BY n.commune) AS codes_entieres,
  listagg(CASE WHEN p.mois = 0 THEN p.nom END, '
') WITHIN GROUP (ORDER BY p.nom) AS communes_missing,
  listagg(CASE WHEN p.mois > 0 AND NOT p.entiere THEN p.nom END, '
') WITHIN GROUP (ORDER BY p.nom) AS communes_partial,
  listagg(CASE WHEN p.entiere THEN p.nom END, '
') WITHIN GROUP (ORDER BY p.nom) AS noms_entieres,
  min(s.sources) AS sources
FROM niveaux n
JOIN presences p ON p.annee = n.annee AND p.commune = n.commune
LEFT JOIN sources s ON s.annee = n.annee AND s.niveau = n.niveau AND s.cle = n.cle
GROUP BY n.annee, n.niveau, n.cle
