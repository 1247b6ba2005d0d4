-- a day is cut to its month, quarter, year and week, and stays a day
-- shows: id int, month date, quarter date, year date, week date
SELECT m.id AS id, DATE_TRUNC('month', m.jour) AS month, DATE_TRUNC('quarter', m.jour) AS quarter, DATE_TRUNC('year', m.jour) AS year, DATE_TRUNC('week', m.jour) AS week FROM ville.mesures AS m ORDER BY m.id

-- a timestamp is cut to its hour, day and month
-- shows: id int, hour timestamp, day timestamp, month timestamp
SELECT m.id AS id, DATE_TRUNC('hour', m.pose) AS hour, DATE_TRUNC('day', m.pose) AS day, DATE_TRUNC('month', m.pose) AS month FROM ville.mesures AS m ORDER BY m.id

-- the day of an instant is a day in Paris
-- shows: id int, day date
SELECT m.id AS id, CAST(m.releve AT TIME ZONE 'Europe/Paris' AS DATE) AS day FROM ville.mesures AS m ORDER BY m.id

-- an instant is cut in Paris to its day, month and year
-- shows: id int, day timestamp_tz, month timestamp_tz, year timestamp_tz
SELECT m.id AS id, DATE_TRUNC('day', m.releve AT TIME ZONE 'Europe/Paris') AS day, DATE_TRUNC('month', m.releve AT TIME ZONE 'Europe/Paris') AS month, DATE_TRUNC('year', m.releve AT TIME ZONE 'Europe/Paris') AS year FROM ville.mesures AS m ORDER BY m.id

-- the hour that the clocks show twice stays two hours
-- shows: hour timestamp_tz, n count
SELECT DATE_TRUNC('hour', m.releve AT TIME ZONE 'Europe/Paris') AS hour, COUNT(*) AS n FROM ville.mesures AS m GROUP BY DATE_TRUNC('hour', m.releve AT TIME ZONE 'Europe/Paris') ORDER BY 1

-- hours are cut in a zone whose offset is no whole hour
-- shows: hour timestamp_tz, n count
SELECT DATE_TRUNC('hour', m.releve AT TIME ZONE 'Pacific/Marquesas') AS hour, COUNT(*) AS n FROM ville.mesures AS m GROUP BY DATE_TRUNC('hour', m.releve AT TIME ZONE 'Pacific/Marquesas') ORDER BY 1

-- groups by month in Paris, through the day
-- shows: month date, n count
SELECT DATE_TRUNC('month', CAST(m.releve AT TIME ZONE 'Europe/Paris' AS DATE)) AS month, COUNT(*) AS n FROM ville.mesures AS m GROUP BY DATE_TRUNC('month', CAST(m.releve AT TIME ZONE 'Europe/Paris' AS DATE)) ORDER BY 1

-- the clock on a wall in Paris
-- shows: id int, clock timestamp
SELECT m.id AS id, CAST(m.releve AT TIME ZONE 'Europe/Paris' AS TIMESTAMP) AS clock FROM ville.mesures AS m ORDER BY m.id

-- the instant when a clock in Paris shows it
-- shows: id int, instant timestamp_tz
SELECT m.id AS id, WITH_TIMEZONE(m.pose, 'Europe/Paris') AS instant FROM ville.mesures AS m ORDER BY m.id

-- a zone alone changes no instant
-- shows: id int, releve timestamp_tz
SELECT m.id AS id, m.releve AT TIME ZONE 'Indian/Reunion' AS releve FROM ville.mesures AS m ORDER BY m.id

-- the fields of a day, weeks and days of the week as ISO 8601
-- shows: id int, y int, q int, mo int, w int, yw int, d int, dw int, dy int
SELECT m.id AS id, YEAR(m.jour) AS y, QUARTER(m.jour) AS q, MONTH(m.jour) AS mo, WEEK(m.jour) AS w, YEAR_OF_WEEK(m.jour) AS yw, DAY(m.jour) AS d, DAY_OF_WEEK(m.jour) AS dw, DAY_OF_YEAR(m.jour) AS dy FROM ville.mesures AS m ORDER BY m.id

-- the fields of a time; seconds are whole
-- shows: id int, h int, mi int, s int
SELECT m.id AS id, EXTRACT(HOUR FROM m.pose) AS h, MINUTE(m.pose) AS mi, SECOND(m.releve) AS s FROM ville.mesures AS m ORDER BY m.id

-- the hour of an instant is an hour in Paris
-- shows: id int, h int
SELECT m.id AS id, HOUR(m.releve AT TIME ZONE 'Europe/Paris') AS h FROM ville.mesures AS m ORDER BY m.id

-- days and months are added to a day, which stays a day
-- shows: id int, a date, b date, c date
SELECT m.id AS id, m.jour + INTERVAL '1' MONTH AS a, DATE_ADD('day', -1, m.jour) AS b, DATE_ADD('year', 1, m.jour) AS c FROM ville.mesures AS m ORDER BY m.id

-- hours are added to a timestamp and to an instant
-- shows: id int, a timestamp, b timestamp_tz
SELECT m.id AS id, m.pose + INTERVAL '36' HOUR AS a, DATE_ADD('hour', 5, m.releve) AS b FROM ville.mesures AS m ORDER BY m.id

-- full days, weeks, months and years between two days, both ways
-- shows: id int, d bigint, w bigint, mo bigint, y bigint, back bigint
SELECT m.id AS id, DATE_DIFF('day', m.jour, DATE '2024-02-29') AS d, DATE_DIFF('week', m.jour, DATE '2024-02-29') AS w, DATE_DIFF('month', m.jour, DATE '2024-02-29') AS mo, DATE_DIFF('year', m.jour, DATE '2024-02-29') AS y, DATE_DIFF('month', DATE '2024-02-29', m.jour) AS back FROM ville.mesures AS m ORDER BY m.id

-- full hours and months between timestamps
-- shows: id int, h bigint, mo bigint
SELECT m.id AS id, DATE_DIFF('hour', m.pose, TIMESTAMP '2024-03-01 00:00:00') AS h, DATE_DIFF('month', m.pose, TIMESTAMP '2024-03-31 12:00:00') AS mo FROM ville.mesures AS m ORDER BY m.id

-- timestamps and instants keep their microseconds
-- shows: pose timestamp, releve timestamp_tz
-- with: a integer 7
-- with: b integer 9
SELECT m.pose AS pose, m.releve AS releve FROM ville.mesures AS m WHERE m.id BETWEEN :a AND :b ORDER BY m.id

-- a day as a literal and a day as a time agree
-- shows: n count
SELECT COUNT(*) AS n FROM ville.mesures AS m WHERE m.pose >= DATE '2024-02-20' AND m.jour < TIMESTAMP '2020-06-01 12:00:00'

-- groups by the hour in Paris, the day of the week and the month, absent ones together
-- shows: h int, w int, mo int, n count
SELECT g.h AS h, g.w AS w, g.mo AS mo, COUNT(*) AS n FROM (SELECT EXTRACT(HOUR FROM m.releve AT TIME ZONE 'Europe/Paris') AS h, EXTRACT(DAY_OF_WEEK FROM m.jour) AS w, EXTRACT(MONTH FROM m.pose) AS mo FROM ville.mesures AS m) AS g GROUP BY g.h, g.w, g.mo ORDER BY 1, 2, 3

-- the day of the week of a day that is shown as its month
-- shows: w int, n count
SELECT g.w AS w, COUNT(*) AS n FROM (SELECT EXTRACT(DAY_OF_WEEK FROM m.jour) AS w FROM ville.masquees AS m) AS g GROUP BY g.w ORDER BY 1
