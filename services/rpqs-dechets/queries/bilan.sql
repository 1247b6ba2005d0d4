SELECT
  t.nom, t.annee, t.kg, t.population, t.kg_hab, t.kg_hab_whole, t.communes_whole, t.oma_hab,
  t.dma_hab, t.oma_kg, t.dma_kg, t.recovery_rate, t.recovery_rate_whole,
  t.streams_out_of_recovery, t.index_2010, t.evolution, t.communes_compared, t.eur_t,
  t.eur_t_shared, t.streams_without_tonnes, t.streams_without_costs, t.eur_hab, t.costs_from,
  t.funding, t.funding_hab, t.funding_share, t.reasons, t.communes, t.communes_expected,
  t.months, t.months_expected, t.population_expected, t.population_whole, t.territory,
  t.communes_missing, t.communes_partial, t.communes_whole_names, t.sources, t.codes,
  t.codes_whole, t.codes_compared, t.streams, t.streams_of_recovery, t.streams_shared,
  t.lignes_ecartees, t.phrase
FROM totaux t
WHERE t.level = 'ensemble'
ORDER BY t.nom, t.annee
