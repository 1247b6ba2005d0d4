-- Of each commune that has a position, the nearest open place: haversine, a sphere of 6,371 km.
WITH centres AS (
  SELECT
    coalesce(c.actuel, trim(p.commune)) AS commune,
    radians(avg(CAST(p.lon AS double))) AS lon, radians(avg(CAST(p.lat AS double))) AS lat
  FROM positions p
  LEFT JOIN connues c ON c.code = trim(p.commune)
  WHERE p.lon BETWEEN -180 AND 180 AND p.lat BETWEEN -90 AND 90
  GROUP BY coalesce(c.actuel, trim(p.commune))
),
arrets AS (
  SELECT DISTINCT radians(l.lon) AS lon, radians(l.lat) AS lat
  FROM lieux_lus l
  WHERE l.ouvert AND l.lon IS NOT NULL AND l.lat IS NOT NULL
),
carres AS (
  SELECT
    a.commune,
    min(
      power(sin((r.lat - c.lat) / 2), 2)
      + cos(c.lat) * cos(r.lat) * power(sin((r.lon - c.lon) / 2), 2)
    ) AS carre
  FROM attendues a
  JOIN centres c ON c.commune = a.commune
  CROSS JOIN arrets r
  GROUP BY a.commune
)
SELECT k.commune, CAST(2 * 6371 * asin(sqrt(least(k.carre, 1))) AS decimal(9, 2)) AS km
FROM carres k
