-- days and months are added to a day
SELECT id, jour + INTERVAL '3' DAY, jour - INTERVAL '1' MONTH, date_add('month', 2, jour), date_add('day', -quantite, jour) FROM ville.mesures ORDER BY id

-- days are cut
SELECT id, date_trunc('month', jour), date_trunc('year', jour), date_trunc('week', jour), date_trunc('quarter', jour) FROM ville.mesures ORDER BY id

-- moments are cut
SELECT id, date_trunc('hour', pose), date_trunc('day', pose), pose + INTERVAL '90' MINUTE FROM ville.mesures ORDER BY id

-- full units between two days
SELECT id, date_diff('day', DATE '2025-01-31', jour), date_diff('month', DATE '2025-01-31', jour), date_diff('year', DATE '2020-02-29', jour) FROM ville.mesures ORDER BY id

-- fields of a day
SELECT id, year(jour), quarter(jour), month(jour), week(jour), year_of_week(jour), day(jour), day_of_week(jour), day_of_year(jour), extract(year FROM jour), extract(dow FROM jour) FROM ville.mesures ORDER BY id

-- fields of a moment
SELECT id, hour(pose), minute(pose), second(pose), extract(hour FROM pose) FROM ville.mesures ORDER BY id

-- the clock on the wall in Paris
SELECT id, CAST(releve AT TIME ZONE 'Europe/Paris' AS timestamp), CAST(releve AT TIME ZONE 'Europe/Paris' AS date), hour(releve AT TIME ZONE 'Europe/Paris') FROM ville.mesures ORDER BY id

-- instants are compared with instants
SELECT id FROM ville.mesures WHERE releve >= TIMESTAMP '2025-03-30 02:00:00 Europe/Paris' ORDER BY id

-- days are compared with days
SELECT count(*), min(jour), max(jour) FROM ville.mesures WHERE jour >= DATE '2025-01-15' AND jour < DATE '2025-01-15' + INTERVAL '1' YEAR

-- a day is a moment at midnight
SELECT id, CAST(jour AS timestamp), CAST(pose AS date), date(pose) FROM ville.mesures ORDER BY id

-- a day beside a moment
SELECT id FROM ville.mesures WHERE pose >= jour ORDER BY id

-- months counted
SELECT date_trunc('month', jour) AS mois, count(*) AS n FROM ville.mesures GROUP BY 1 ORDER BY 1 NULLS FIRST

-- what the literals of moments mean
SELECT TIMESTAMP '2025-01-31 08:00:00', TIMESTAMP '2025-01-31', TIMESTAMP '2025-07-01 08:00:00.5 Europe/Paris', TIMESTAMP '2025-07-01 08:00:00+02:00' FROM ville.mesures WHERE id = 1
