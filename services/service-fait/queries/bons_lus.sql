-- Each slip in one form: plates without signs, the contract's products, weights in kilograms.
-- A weight far from all others is in the other unit: gross and tare say so where they are known.
WITH milieux AS (
  SELECT
    approx_percentile(b.net_kg, 0.5) AS net,
    approx_percentile(b.brut_kg, 0.5) AS brut
  FROM bons b
),
poids AS (
  SELECT
    b.line, b.bon, b.moment, b.vehicule, b.produit, b.contrat, b.net_kg, b.timed, b.file,
    CASE
      WHEN b.brut_kg < m.brut * 0.02 THEN CAST(b.brut_kg * 1000 AS decimal(14, 3))
      WHEN b.brut_kg > m.brut * 50 THEN CAST(b.brut_kg * 0.001 AS decimal(14, 3))
      ELSE b.brut_kg
    END AS brut,
    CASE
      WHEN b.net_kg >= m.net * 0.02 AND b.net_kg <= m.net * 50 THEN b.net_kg
      WHEN b.brut_kg > m.brut * 0.02 AND b.brut_kg < m.brut * 50
        AND abs(b.brut_kg - b.tare_kg - b.net_kg) <= 10 THEN b.net_kg
      WHEN b.net_kg < m.net THEN CAST(b.net_kg * 1000 AS decimal(14, 3))
      ELSE CAST(b.net_kg * 0.001 AS decimal(14, 3))
    END AS net
  FROM bons b
  CROSS JOIN milieux m
)
SELECT
  p.line AS ligne,
  p.bon,
  upper(trim(p.bon)) AS cle,
  CAST(row_number() OVER (PARTITION BY upper(trim(p.bon)) ORDER BY p.line) AS bigint) AS rang,
  p.moment,
  -- As it is told: the day alone where the file does not say the hour.
  CASE
    WHEN p.timed THEN concat(date_format(p.moment, '%Y-%m-%d'), 'T', date_format(p.moment, '%H:%i'))
    ELSE date_format(p.moment, '%Y-%m-%d')
  END AS dit,
  CAST(p.moment AS date) AS jour,
  date_diff('minute', TIMESTAMP '2000-01-01 00:00:00', p.moment) AS minute_bon,
  p.timed,
  p.contrat,
  p.file AS fichier,
  translate(upper(trim(p.vehicule)), ' -._/', '') AS vehicule,
  CAST(row_number() OVER (
    PARTITION BY translate(upper(trim(p.vehicule)), ' -._/', ''), CAST(p.moment AS date)
    ORDER BY p.moment, p.line
  ) AS bigint) AS ordre,
  coalesce(w.produit, upper(trim(p.produit))) AS produit,
  p.brut,
  p.net,
  p.net <> p.net_kg AS autre_unite,
  p.contrat IS NOT NULL AND k.contrat IS NOT NULL AND upper(trim(p.contrat)) <> k.contrat
    AS autre_contrat
FROM poids p
CROSS JOIN marche k
LEFT JOIN mots w ON w.partie = 'collecteur' AND w.mot = upper(trim(p.produit))
