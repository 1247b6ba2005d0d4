-- what is true or false, as numbers of each kind
SELECT id, CAST(id > 3 AS bigint), CAST(id > 3 AS integer), CAST(id > 3 AS double), CAST(flux = 'OMR' AS decimal(3, 1)) FROM ville.mesures ORDER BY id

-- rows are counted without a star too
SELECT flux, count(), count(*) FROM ville.mesures GROUP BY flux ORDER BY flux

-- all of both sides, related by an order
SELECT count(*), count(m.id), count(t.tournee) FROM ville.mesures m FULL JOIN ville.tournees t ON m.flux < t.flux

-- all of both sides, related by one side alone
SELECT count(*), count(m.id), count(t.tournee) FROM ville.mesures m FULL JOIN ville.tournees t ON t.flux = 'OMR'

-- different values over a window
SELECT id, count(DISTINCT flux) OVER (PARTITION BY code_commune) FROM ville.mesures ORDER BY id
