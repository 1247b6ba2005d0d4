-- The leaks of the last seven days: those that run first, the dearest first.
SELECT
  m.secteur, m.code_commune,
  CASE
    WHEN m.fin IS NOT NULL THEN 'finie'
    WHEN date_diff('day', m.debut, m.dernier_jour) < 7 THEN 'nouvelle'
    ELSE 'en_cours'
  END AS etat,
  m.debut, m.fin, CAST(0.01 * ((m.debit_l + 5) / 10) AS decimal(18, 2)) AS debit_m3h,
  CAST(0.1 * m.dixiemes_semaine AS decimal(18, 1)) AS semaine_m3,
  CAST(0.01 * m.centimes_semaine AS decimal(18, 2)) AS semaine_eur,
  CAST(0.1 * m.dixiemes AS decimal(18, 1)) AS perdu_m3,
  CAST(0.01 * m.centimes AS decimal(18, 2)) AS perdu_eur,
  concat_ws('
',
    CASE WHEN m.prix_m3 IS NULL THEN 'semaine_eur: no_price' END,
    CASE WHEN m.prix_m3 IS NULL THEN 'perdu_eur: no_price' END,
    CASE WHEN m.fin IS NULL THEN 'fin: still_running' END
  ) AS reasons
FROM mesurees m
WHERE m.de_la_semaine
ORDER BY m.fin IS NOT NULL, m.dixiemes_semaine DESC, m.secteur, m.numero
