SELECT
  m.secteur, m.numero, m.code_commune, m.debut, m.fin, m.nuits,
  CAST(0.01 * ((m.normale_l + 5) / 10) AS decimal(18, 2)) AS normale_m3h,
  CAST(0.01 * ((m.debit_l + 5) / 10) AS decimal(18, 2)) AS debit_m3h,
  CAST(0.1 * m.dixiemes AS decimal(18, 1)) AS perdu_m3, m.prix_m3,
  CAST(0.01 * m.centimes AS decimal(18, 2)) AS perdu_eur,
  CASE WHEN m.fin IS NULL THEN 'en_cours' ELSE 'finie' END AS etat,
  concat_ws('
',
    CASE WHEN m.prix_m3 IS NULL THEN 'perdu_eur: no_price' END,
    CASE WHEN m.fin IS NULL THEN 'fin: still_running' END
  ) AS reasons,
  CASE
    WHEN m.fin IS NULL AND m.prix_m3 IS NULL THEN 'court_sans_prix'
    WHEN m.fin IS NULL THEN 'court'
    WHEN m.prix_m3 IS NULL THEN 'finie_sans_prix'
    ELSE 'finie'
  END AS phrase
FROM mesurees m
ORDER BY m.debut DESC, m.secteur, m.numero
