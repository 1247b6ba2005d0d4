-- what grows beyond a double is NULL
-- gives: [[null, null, null, null, null, null, null, null]]
SELECT exp(1000), power(10, 400), pow(id, 400), 1e308 * id, 1e308 + 1e308 * 1, -1e308 - 1e308, 1e308 / 1e-10, 1e300 / ratio * 1e300 FROM ville.mesures WHERE id = 12

-- what shrinks below a double is 0
-- gives: [[0.0, 0.0, 0.0, 0.0]]
SELECT exp(-1000), power(10, -400), 1e-300 * 1e-300, 1e-300 / 1e300 FROM ville.mesures WHERE id = 1

-- ordinary doubles are what they were
SELECT id, ratio * 2, ratio * ratio, ratio / 3, ratio + 1, ratio - ratio, ratio * 2 / 3 + 1, ratio * poids, ratio / quantite, -ratio * 3, power(ratio, 2), power(ratio, 0.5), power(ratio, -1), power(-2e0, 3e0), power(-8, 0.3) FROM ville.mesures ORDER BY id

-- rounding to many digits and to few
SELECT id, round(id * 1e300, 400), round(id * 1e0, -400), round(ratio, id), round(ratio, -id), round(-1e300, 2) FROM ville.mesures ORDER BY id

-- a whole number beyond 64 bits is an exact decimal
-- gives: [["99999999999999999999", "-9223372036854775809", 9223372036854775807]]
SELECT 99999999999999999999, -9223372036854775809, 9223372036854775807 FROM ville.mesures WHERE id = 1

-- and can be compared with
SELECT id FROM ville.mesures WHERE compte < 99999999999999999999 ORDER BY id

-- truth of numbers
-- gives: [[true, false, true, 0, "false"]]
SELECT CAST(id AS boolean), CAST(poids - poids AS boolean), CAST(-0.5e0 AS boolean), CAST(actif AS integer), CAST(actif AS varchar) FROM ville.mesures WHERE id = 1

-- pieces of texts from far away
SELECT id, substr(libelle, 9999999999), substr(libelle, compte), substr(libelle, 2, compte), substr(libelle, -compte), substr(libelle, strpos(libelle, 'e') + 1) FROM ville.mesures ORDER BY id

-- a day too far away fails
-- fails
SELECT jour + INTERVAL '999999' YEAR FROM ville.mesures

-- a day moved by more days than there are fails
-- fails
SELECT date_add('day', compte, jour) FROM ville.mesures

-- a query as a value that gives two rows fails
-- fails
SELECT (SELECT capacite FROM ville.tournees WHERE flux = 'OMR') FROM ville.mesures WHERE id = 1

-- a decimal of too many digits fails
-- fails
SELECT CAST(poids * 1000000000 AS decimal(10, 2)) FROM ville.mesures
