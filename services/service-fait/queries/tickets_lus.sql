WITH milieux AS (
  SELECT
    approx_percentile(t.net_kg, 0.5) AS net,
    approx_percentile(greatest(t.pesee1_kg, t.pesee2_kg), 0.5) AS brut
  FROM tickets t
),
poids AS (
  SELECT
    t.line, t.ticket, t.moment, t.vehicule, t.client, t.produit, t.libelle, t.net_kg, t.timed,
    CASE
      WHEN greatest(t.pesee1_kg, t.pesee2_kg) < m.brut * 0.02
        THEN CAST(greatest(t.pesee1_kg, t.pesee2_kg) * 1000 AS decimal(14, 3))
      WHEN greatest(t.pesee1_kg, t.pesee2_kg) > m.brut * 50
        THEN CAST(greatest(t.pesee1_kg, t.pesee2_kg) * 0.001 AS decimal(14, 3))
      ELSE greatest(t.pesee1_kg, t.pesee2_kg)
    END AS brut,
    CASE
      WHEN t.net_kg >= m.net * 0.02 AND t.net_kg <= m.net * 50 THEN t.net_kg
      WHEN greatest(t.pesee1_kg, t.pesee2_kg) > m.brut * 0.02
        AND greatest(t.pesee1_kg, t.pesee2_kg) < m.brut * 50
        AND abs(abs(t.pesee1_kg - t.pesee2_kg) - t.net_kg) <= 10 THEN t.net_kg
      WHEN t.net_kg < m.net THEN CAST(t.net_kg * 1000 AS decimal(14, 3))
      ELSE CAST(t.net_kg * 0.001 AS decimal(14, 3))
    END AS net
  FROM tickets t
  CROSS JOIN milieux m
)
SELECT
  p.line AS ligne,
  p.ticket,
  p.moment,
  -- As it is told: the day alone where the file does not say the hour.
  CASE
    WHEN p.timed THEN concat(date_format(p.moment, '%Y-%m-%d'), 'T', date_format(p.moment, '%H:%i'))
    ELSE date_format(p.moment, '%Y-%m-%d')
  END AS dit,
  CAST(p.moment AS date) AS jour,
  date_diff('minute', TIMESTAMP '2000-01-01 00:00:00', p.moment) AS minute_site,
  p.timed,
  translate(upper(trim(p.vehicule)), ' -._/', '') AS vehicule,
  CAST(row_number() OVER (
    PARTITION BY translate(upper(trim(p.vehicule)), ' -._/', ''), CAST(p.moment AS date)
    ORDER BY p.moment, p.line
  ) AS bigint) AS ordre,
  coalesce(w.produit, l.produit, upper(trim(p.produit))) AS produit,
  p.brut,
  p.net,
  p.net <> p.net_kg AS autre_unite,
  p.client,
  p.client IS NULL OR k.client IS NULL OR upper(trim(p.client)) = k.client AS nous
FROM poids p
CROSS JOIN marche k
LEFT JOIN mots w ON w.partie = 'site' AND w.mot = upper(trim(p.produit))
LEFT JOIN mots l ON l.partie = 'site' AND l.mot = upper(trim(p.libelle))
