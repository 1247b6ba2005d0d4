-- Each level, year and stream with all that its figures need, and why one of them cannot be.
WITH annees AS (
  SELECT DISTINCT p.annee FROM pesees p
),
annees_de_couts AS (
  SELECT DISTINCT x.annee FROM couts x
)
SELECT
  c.annee, c.niveau, c.cle, c.nom, t.flux, t.kg,
  CASE WHEN c.communes_entieres > 0 THEN CAST(coalesce(t.kg_entier, 0) AS decimal(18, 3)) END AS kg_entier,
  c.population, c.population_attendue, c.population_entieres, c.communes, c.communes_attendues,
  c.communes_entieres, c.mois, c.mois_attendus, c.communes_missing, c.communes_partial,
  CASE WHEN NOT c.complete THEN c.noms_entieres END AS noms_entieres,
  c.sources, c.territoire_connu, c.complete, c.codes, c.codes_entieres,
  v.valorise, v.base, v.valorise_entier, v.base_entier, v.flux_dedans, v.flux_dehors,
  b.kg AS kg_2010, e.kg AS kg_compare, e.kg_avant, e.codes AS codes_compares,
  e.communes AS communes_comparees,
  x.eur, tt.eur AS eur_total, tt.saisis, p.eur AS eur_communs, p.kg AS kg_communs,
  p.flux_communs, p.flux_sans_tonnes, p.flux_sans_couts,
  CASE
    WHEN c.communes = 0 THEN 'no_rows'
    WHEN c.complete THEN NULL
    WHEN c.territoire_connu AND c.communes < c.communes_attendues THEN 'communes_missing'
    ELSE 'year_partly_covered'
  END AS sans_annee,
  CASE
    WHEN c.communes = 0 THEN 'no_rows'
    WHEN c.communes_entieres = 0 THEN 'year_partly_covered'
    WHEN c.entieres_sans_population > 0 THEN 'population_unknown'
    WHEN c.population_entieres = 0 THEN 'population_zero'
  END AS sans_entieres,
  CASE
    WHEN c.sans_population > 0 THEN 'population_unknown'
    WHEN c.population_attendue = 0 THEN 'population_zero'
  END AS sans_habitants,
  CASE
    WHEN b.mois_au_plus IS NULL OR b.mois_au_plus = 0 THEN 'no_2010'
    WHEN NOT b.suivies THEN 'code_not_followed'
    WHEN b.mois = 0 THEN 'other_communes_in_2010'
    WHEN b.mois < c.mois_attendus THEN '2010_partly_covered'
    WHEN NOT b.pareils THEN 'streams_differ'
    WHEN b.kg <= 0 THEN 'zero_in_2010'
  END AS sans_2010,
  CASE
    WHEN c.communes = 0 THEN 'no_rows'
    WHEN y.annee IS NULL THEN 'no_year_before'
    WHEN e.communes IS NULL THEN 'no_common_commune'
    WHEN NOT e.pareils THEN 'streams_differ'
    WHEN e.kg_avant <= 0 THEN 'zero_the_year_before'
  END AS sans_evolution,
  CASE
    WHEN c.niveau = 'commune' THEN 'costs_of_the_whole_only'
    WHEN a.annee IS NULL AND c.niveau = 'ensemble' THEN 'no_costs'
    WHEN NOT c.territoire_connu AND c.niveau = 'ensemble' THEN 'territory_unknown'
    WHEN tt.eur IS NULL AND c.niveau = 'ensemble' THEN 'costs_of_another_territory'
    WHEN tt.eur IS NULL THEN 'costs_of_the_whole_only'
    WHEN x.eur IS NULL THEN 'no_costs'
  END AS sans_couts,
  CASE
    WHEN t.flux <> 'TOTAL' THEN NULL
    WHEN NOT tt.detaille THEN 'costs_not_by_stream'
    WHEN p.flux_sans_tonnes <> '' THEN 'streams_without_tonnes'
    WHEN p.flux_sans_couts <> '' THEN 'streams_without_costs'
  END AS flux_differents
FROM couvertures c
JOIN tonnages t ON t.annee = c.annee AND t.niveau = c.niveau AND t.cle = c.cle
LEFT JOIN valorises v ON v.annee = c.annee AND v.niveau = c.niveau AND v.cle = c.cle
LEFT JOIN base_2010 b
  ON b.annee = c.annee AND b.niveau = c.niveau AND b.cle = c.cle AND b.flux = t.flux
LEFT JOIN evolutions e
  ON e.annee = c.annee AND e.niveau = c.niveau AND e.cle = c.cle AND e.flux = t.flux
LEFT JOIN annees y ON y.annee = c.annee - 1
LEFT JOIN annees_de_couts a ON a.annee = c.annee
LEFT JOIN couts_niveaux x
  ON x.annee = c.annee AND x.niveau = c.niveau AND x.cle = c.cle AND x.flux = t.flux
LEFT JOIN couts_niveaux tt
  ON tt.annee = c.annee AND tt.niveau = c.niveau AND tt.cle = c.cle AND tt.flux = 'TOTAL'
LEFT JOIN partages p ON p.annee = c.annee AND p.niveau = c.niveau AND p.cle = c.cle
