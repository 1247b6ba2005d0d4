-- days cut to each unit
SELECT id, date_trunc('day', jour), date_trunc('week', jour), date_trunc('month', jour), date_trunc('quarter', jour), date_trunc('year', jour) FROM ville.mesures ORDER BY id

-- times cut to each unit
SELECT id, date_trunc('second', pose), date_trunc('minute', pose), date_trunc('hour', pose), date_trunc('day', pose), date_trunc('week', pose), date_trunc('month', pose), date_trunc('quarter', pose), date_trunc('year', pose) FROM ville.mesures ORDER BY id

-- instants cut to each unit in Paris
SELECT id, date_trunc('second', releve AT TIME ZONE 'Europe/Paris'), date_trunc('minute', releve AT TIME ZONE 'Europe/Paris'), date_trunc('hour', releve AT TIME ZONE 'Europe/Paris'), date_trunc('day', releve AT TIME ZONE 'Europe/Paris'), date_trunc('week', releve AT TIME ZONE 'Europe/Paris'), date_trunc('month', releve AT TIME ZONE 'Europe/Paris'), date_trunc('quarter', releve AT TIME ZONE 'Europe/Paris'), date_trunc('year', releve AT TIME ZONE 'Europe/Paris') FROM ville.mesures ORDER BY id

-- instants cut without a zone are cut in UTC
SELECT id, date_trunc('hour', releve), date_trunc('day', releve), date_trunc('month', releve) FROM ville.mesures ORDER BY id

-- instants cut west of Greenwich
SELECT id, date_trunc('day', releve AT TIME ZONE 'America/Cayenne'), date_trunc('month', releve AT TIME ZONE 'America/Guadeloupe'), date_trunc('day', releve AT TIME ZONE 'Indian/Reunion') FROM ville.mesures ORDER BY id

-- intervals of each unit on a day
SELECT id, jour + INTERVAL '1' DAY, jour - INTERVAL '1' DAY, jour + INTERVAL '1' MONTH, jour - INTERVAL '1' MONTH, jour + INTERVAL '1' YEAR, jour - INTERVAL '4' YEAR FROM ville.mesures ORDER BY id

-- intervals of each unit on a time
SELECT id, pose + INTERVAL '1' SECOND, pose - INTERVAL '90' MINUTE, pose + INTERVAL '25' HOUR, pose - INTERVAL '31' DAY, pose + INTERVAL '1' MONTH, pose - INTERVAL '1' YEAR FROM ville.mesures ORDER BY id

-- intervals of hours and seconds on an instant, over the change of the clocks
SELECT id, releve + INTERVAL '1' HOUR, releve - INTERVAL '24' HOUR, releve + INTERVAL '30' SECOND, releve + INTERVAL '45' MINUTE FROM ville.mesures ORDER BY id

-- negative intervals, and an interval before its day
SELECT id, jour + INTERVAL '-1' MONTH, INTERVAL '2' DAY + jour, jour - INTERVAL '-3' DAY FROM ville.mesures ORDER BY id

-- the last days of months, months before and after
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, DATE '2023-01-31' + INTERVAL '1' MONTH, DATE '2024-03-31' - INTERVAL '1' MONTH, DATE '2024-02-29' + INTERVAL '1' YEAR, DATE '2024-02-29' - INTERVAL '1' YEAR, DATE '2024-12-31' + INTERVAL '2' MONTH FROM ville.mesures WHERE id = 1

-- date_add of each unit on a day
SELECT id, date_add('day', 40, jour), date_add('week', -2, jour), date_add('month', 13, jour), date_add('quarter', 1, jour), date_add('year', -1, jour), date_add('month', quantite, jour), date_add('day', -id, jour) FROM ville.mesures ORDER BY id

-- date_add of each unit on a time
SELECT id, date_add('second', 61, pose), date_add('minute', -1, pose), date_add('hour', 30, pose), date_add('day', quantite, pose), date_add('week', 1, pose), date_add('month', 1, pose), date_add('quarter', -1, pose), date_add('year', 4, pose) FROM ville.mesures ORDER BY id

-- date_add of hours on an instant
SELECT id, date_add('hour', 1, releve), date_add('minute', -90, releve), date_add('second', quantite, releve) FROM ville.mesures ORDER BY id

-- date_diff of each unit between days, forwards
SELECT id, date_diff('day', jour, DATE '2024-02-29'), date_diff('week', jour, DATE '2024-02-29'), date_diff('month', jour, DATE '2024-02-29'), date_diff('quarter', jour, DATE '2024-02-29'), date_diff('year', jour, DATE '2024-02-29') FROM ville.mesures ORDER BY id

-- date_diff of each unit between days, backwards
SELECT id, date_diff('day', DATE '2024-02-29', jour), date_diff('week', DATE '2024-02-29', jour), date_diff('month', DATE '2024-02-29', jour), date_diff('quarter', DATE '2024-02-29', jour), date_diff('year', DATE '2024-02-29', jour) FROM ville.mesures ORDER BY id

-- date_diff between the last days of months
SELECT date_diff('month', DATE '2024-01-31', DATE '2024-02-29'), date_diff('month', DATE '2024-01-30', DATE '2024-02-29'), date_diff('month', DATE '2024-02-29', DATE '2024-01-31'), date_diff('month', DATE '2023-02-28', DATE '2024-02-29'), date_diff('year', DATE '2024-02-29', DATE '2025-02-28'), date_diff('month', DATE '2024-03-31', DATE '2024-04-30'), date_diff('month', DATE '2024-04-30', DATE '2024-03-31') FROM ville.mesures WHERE id = 1

-- date_diff of each unit between times
SELECT id, date_diff('second', pose, TIMESTAMP '2024-02-20 12:00:00'), date_diff('minute', pose, TIMESTAMP '2024-02-20 12:00:00'), date_diff('hour', pose, TIMESTAMP '2024-02-20 12:00:00'), date_diff('day', pose, TIMESTAMP '2024-02-20 12:00:00'), date_diff('week', pose, TIMESTAMP '2024-02-20 12:00:00'), date_diff('month', pose, TIMESTAMP '2024-04-01 00:00:00') FROM ville.mesures ORDER BY id

-- date_diff between instants
SELECT id, date_diff('second', releve, TIMESTAMP '2024-03-31 01:00:00 UTC'), date_diff('hour', releve, TIMESTAMP '2024-03-31 01:00:00 UTC'), date_diff('day', releve, TIMESTAMP '2024-03-31 01:00:00 UTC'), date_diff('day', TIMESTAMP '2024-03-31 01:00:00 UTC', releve) FROM ville.mesures ORDER BY id

-- date_diff between a day and a time
SELECT id, date_diff('day', jour, CAST(pose AS date)), date_diff('hour', CAST(jour AS timestamp), pose) FROM ville.mesures ORDER BY id

-- each field of a day
SELECT id, extract(YEAR FROM jour), extract(QUARTER FROM jour), extract(MONTH FROM jour), extract(WEEK FROM jour), extract(DAY FROM jour), extract(DAY_OF_WEEK FROM jour), extract(DOW FROM jour), extract(DAY_OF_YEAR FROM jour), extract(DOY FROM jour), extract(YEAR_OF_WEEK FROM jour), extract(YOW FROM jour) FROM ville.mesures ORDER BY id

-- the fields of a day by their functions
SELECT id, year(jour), quarter(jour), month(jour), week(jour), week_of_year(jour), day(jour), day_of_month(jour), day_of_week(jour), dow(jour), day_of_year(jour), doy(jour), year_of_week(jour), yow(jour) FROM ville.mesures ORDER BY id

-- each field of a time
SELECT id, extract(HOUR FROM pose), extract(MINUTE FROM pose), extract(SECOND FROM pose), hour(pose), minute(pose), second(pose), year(pose), day_of_week(pose), week(pose) FROM ville.mesures ORDER BY id

-- each field of an instant, in UTC and in Paris
SELECT id, hour(releve), hour(releve AT TIME ZONE 'Europe/Paris'), day(releve AT TIME ZONE 'Europe/Paris'), year(releve AT TIME ZONE 'Europe/Paris'), month(releve), extract(WEEK FROM releve AT TIME ZONE 'Europe/Paris'), day_of_week(releve AT TIME ZONE 'Europe/Paris'), minute(releve), second(releve) FROM ville.mesures ORDER BY id

-- the weeks around the ends of years
SELECT week(DATE '2018-12-31'), year_of_week(DATE '2018-12-31'), week(DATE '2021-01-03'), year_of_week(DATE '2021-01-03'), week(DATE '2020-12-31'), day_of_week(DATE '2024-02-25'), date_trunc('week', DATE '2021-01-03'), date_trunc('week', DATE '2024-01-01') FROM ville.mesures WHERE id = 1

-- a day, a time and an instant become one another
SELECT id, CAST(jour AS timestamp), CAST(pose AS date), date(pose), CAST(releve AS timestamp), CAST(releve AS date), CAST(pose AS timestamp with time zone) FROM ville.mesures ORDER BY id

-- a moment that was moved, cut in a time zone
SELECT id, date_trunc('day', at_timezone(date_add('hour', 36, releve), 'Europe/Paris')) FROM ville.mesures ORDER BY id

-- the clock on the wall in several places
SELECT id, CAST(releve AT TIME ZONE 'Europe/Paris' AS timestamp), CAST(releve AT TIME ZONE 'Pacific/Noumea' AS timestamp), CAST(releve AT TIME ZONE 'UTC' AS date), CAST(at_timezone(releve, 'Europe/Paris') AS date) FROM ville.mesures ORDER BY id

-- the instant when clocks show a time, in winter, in summer and where they show it twice
SELECT with_timezone(TIMESTAMP '2024-01-15 12:00:00', 'Europe/Paris'), with_timezone(TIMESTAMP '2024-07-15 12:00:00', 'Europe/Paris'), with_timezone(TIMESTAMP '2024-10-27 02:30:00', 'Europe/Paris'), with_timezone(TIMESTAMP '2024-07-15 12:00:00', 'UTC') FROM ville.mesures WHERE id = 1

-- days as text, and texts as days
SELECT id, CAST(jour AS varchar), TRY_CAST(CAST(jour AS varchar) AS date), TRY_CAST('2024-02-30' AS date), CAST('2024-02-29' AS date), TRY_CAST(libelle AS date) FROM ville.mesures ORDER BY id

-- days compared with times and times with days
SELECT id, pose > jour, jour < TIMESTAMP '2019-06-01 00:00:01', pose >= DATE '2024-02-20', jour = CAST('2018-12-22' AS date) FROM ville.mesures ORDER BY id

-- instants compared with literals in several zones
SELECT id, releve = TIMESTAMP '2024-01-01 00:00:00 Europe/Paris', releve < TIMESTAMP '2024-03-31 03:00:00 Europe/Paris', releve >= TIMESTAMP '2024-06-30 22:30:00 UTC', releve > TIMESTAMP '2024-06-30 22:29:59+00:00' FROM ville.mesures ORDER BY id

-- groups by month, quarter and year in one
SELECT year(jour), quarter(jour), month(jour), count(*), sum(poids) FROM ville.mesures GROUP BY 1, 2, 3 ORDER BY 1, 2, 3

-- groups by day in Paris
SELECT CAST(releve AT TIME ZONE 'Europe/Paris' AS date) AS d, count(*), min(releve), max(releve) FROM ville.mesures GROUP BY 1 ORDER BY 1

-- the day before, as a condition on a join
SELECT a.id, b.id FROM ville.mesures a JOIN ville.mesures b ON b.jour = a.jour + INTERVAL '17' DAY WHERE a.jour < DATE '2019-06-01' ORDER BY a.id, b.id

-- the first and last moments of a month
SELECT id FROM ville.mesures WHERE pose >= date_trunc('month', TIMESTAMP '2024-02-14 00:00:00') AND pose < date_trunc('month', TIMESTAMP '2024-02-14 00:00:00') + INTERVAL '1' MONTH ORDER BY id

-- microseconds stay
SELECT id, pose + INTERVAL '1' SECOND, date_add('hour', 1, pose), CAST(releve AT TIME ZONE 'Europe/Paris' AS timestamp), max(pose) OVER () FROM ville.mesures WHERE id BETWEEN 5 AND 10 ORDER BY id

-- years far away
SELECT DATE '0001-01-01', DATE '9999-12-31', DATE '1582-10-15', DATE '1900-03-01' - INTERVAL '1' DAY, year(DATE '0099-12-31'), date_diff('day', DATE '1900-01-01', DATE '2100-01-01'), day_of_week(DATE '1900-01-01') FROM ville.mesures WHERE id = 1

-- an instant keeps the zone that it is written with
-- gives: [[8, 8, 8, "2025-01-31", "2025-01-31 00:30:00.000000", 31, 1]]
SELECT hour(TIMESTAMP '2025-01-31 08:00:00 Europe/Paris'), hour(TIMESTAMP '2025-01-31 08:00:00 +02:00'), hour(TIMESTAMP '2025-01-31 08:00:00 UTC'), CAST(TIMESTAMP '2025-01-31 00:30:00 Europe/Paris' AS date), CAST(TIMESTAMP '2025-01-31 00:30:00 Europe/Paris' AS timestamp), EXTRACT(DAY FROM TIMESTAMP '2025-01-31 00:30:00 Europe/Paris'), month(TIMESTAMP '2025-01-31 23:30:00 America/Cayenne') FROM ville.mesures WHERE id = 1

-- an instant keeps its zone through queries and functions
SELECT q.id, hour(q.t), hour(q.u), date_trunc('day', q.t), CAST(q.u AS date), hour(max(q.t) OVER ()), date_format(q.t, '%d/%m/%Y %H') FROM (SELECT id, releve AT TIME ZONE 'Europe/Paris' AS t, coalesce(releve AT TIME ZONE 'America/Cayenne', TIMESTAMP '2025-01-31 23:30:00 America/Cayenne') AS u FROM ville.mesures) AS q ORDER BY q.id

-- groups of hours there
WITH q AS (SELECT releve AT TIME ZONE 'Europe/Paris' AS t FROM ville.mesures UNION ALL SELECT TIMESTAMP '2025-01-31 23:30:00 Europe/Paris' FROM ville.mesures WHERE id = 1) SELECT hour(t) AS h, count(*) AS n FROM q GROUP BY hour(t) ORDER BY 1

-- times of day: literals, texts read as times, comparisons, what is chosen among them
SELECT id, TIME '08:15', CAST('08:15:30.5' AS time), CAST(substr('à 09:00:00', 3) AS time(6)), TRY_CAST(flux AS time), TIME '08:15' < TIME '08:15:00.000001', greatest(TIME '08:15', TIME '09:00'), CASE WHEN id > 2 THEN TIME '23:59:59.999999' END, COALESCE(NULL, TIME '00:00') FROM ville.mesures WHERE id < 5 ORDER BY id

-- times of day among rows of values, in unions and groups
SELECT t.h, count(*) FROM (VALUES (TIME '08:15'), (TIME '07:00'), (NULL), (TIME '08:15')) AS t(h) WHERE t.h IN (TIME '08:15', TIME '07:00') GROUP BY t.h UNION ALL SELECT max(t.h), min(id) FROM ville.mesures CROSS JOIN (VALUES (TIME '06:30'), (TIME '05:00')) AS t(h) ORDER BY 1
