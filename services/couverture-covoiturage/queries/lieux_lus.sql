-- Each place under its commune's own code; a position that is no degrees is none.
SELECT
  l.line AS ligne,
  l.file AS source,
  coalesce(c.actuel, trim(l.commune)) AS commune,
  trim(l.commune) AS code_ecrit,
  c.actuel IS NOT NULL AS connue,
  coalesce(lower(trim(l.ouvert)), 'true')
    NOT IN ('false', '0', 'non', 'n', 'faux', 'inactif', 'ferme', 'fermé', 'no') AS ouvert,
  l.places,
  CASE WHEN l.lon BETWEEN -180 AND 180 AND l.lat BETWEEN -90 AND 90 THEN CAST(l.lon AS double) END AS lon,
  CASE WHEN l.lon BETWEEN -180 AND 180 AND l.lat BETWEEN -90 AND 90 THEN CAST(l.lat AS double) END AS lat
FROM lieux l
LEFT JOIN connues c ON c.code = trim(l.commune)
