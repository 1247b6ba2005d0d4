-- a text of digits is a number, of any type, or none
-- gives: [[7, "7", "7.00", 7.0], [-7, "-7", "-7.00", -7.0], [12, "12", "12.00", 12.0]]
SELECT CAST(concat('', x) AS integer), CAST(concat('', x) AS decimal(38, 0)), CAST(concat('', x) AS decimal(5, 2)), CAST(concat('', x) AS double) FROM ville.mesures m CROSS JOIN (VALUES ('12'), ('-7'), ('+7')) v(x) WHERE m.id = 1 ORDER BY x

-- TRY_CAST of what is spelt otherwise is NULL, on every engine
-- gives: [[null, null, null, null, null, ".5"], [null, null, null, null, null, "01/02/2025"], [null, null, null, null, null, "0x1F"], [null, null, null, null, null, "12."], [null, null, 1000.0, null, null, "1e3"], [null, null, null, null, null, "20250105x"], [null, null, null, null, null, "Jan 5 2025"], [null, null, null, null, null, "today"], [null, null, null, null, null, "yes"]]
SELECT TRY_CAST(concat('', x) AS integer), TRY_CAST(concat('', x) AS decimal(9, 2)), TRY_CAST(concat('', x) AS double), TRY_CAST(concat('', x) AS boolean), TRY_CAST(concat('', x) AS date), x FROM ville.mesures m CROSS JOIN (VALUES ('0x1F'), ('1e3'), ('12.'), ('.5'), ('01/02/2025'), ('20250105x'), ('Jan 5 2025'), ('today'), ('yes')) v(x) WHERE m.id = 1 ORDER BY x

-- a short number casts within its own range
-- gives: [[null, 70000], [-32768, -32768]]
SELECT TRY_CAST(x AS smallint), TRY_CAST(x AS integer) FROM ville.mesures m CROSS JOIN (VALUES ('70000'), ('-32768')) v(x) WHERE m.id = 1 ORDER BY x DESC

-- moments as texts, with a T or a space
-- gives: [["2025-01-31 10:00:00.250000", "2025-01-31 09:00:00.250000Z"], ["2025-01-31 10:00:00.000000", "2025-01-31 09:00:00.000000Z"]]
SELECT CAST(concat('2025-01-31', x) AS timestamp), CAST('2025-01-31' || x || '+01:00' AS timestamp with time zone) FROM ville.mesures m CROSS JOIN (VALUES ('T10:00:00'), (' 10:00:00.25')) v(x) WHERE m.id = 1 ORDER BY x

-- a query as a value is cast as what it selects
-- fails
SELECT CAST((SELECT concat('0x', '1F')) AS integer) FROM ville.mesures WHERE id = 1

-- an American day is no day
-- fails
SELECT CAST(concat('01/02/', '2025') AS date) FROM ville.mesures WHERE id = 1

-- a literal of more decimals than its type is rounded as what is computed is
-- gives: [["123.46", "123.46"]]
SELECT CAST('123.455' AS decimal(5, 2)), CAST(concat('123.', '455') AS decimal(5, 2)) FROM ville.mesures WHERE id = 1
