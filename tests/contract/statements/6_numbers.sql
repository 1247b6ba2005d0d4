-- whole numbers divide towards zero, and so do their remainders
SELECT id, quantite / 3, quantite % 3, -quantite / 3, -quantite % 3, quantite / -3, quantite % -3, mod(quantite, 4), compte / 7, compte % 7 FROM ville.mesures ORDER BY id

-- a whole number divided by a larger one
SELECT id, quantite / 100, id / compte, 1 / 2, 7 / 2 * 2, 7 * 2 / 2 FROM ville.mesures ORDER BY id

-- division by zero in each type is null
SELECT id, quantite / 0, poids / 0, ratio / 0, quantite % 0, compte / (id - id), 1e0 / 0 FROM ville.mesures ORDER BY id

-- decimals divide in floats
SELECT id, poids / 3, poids / taux, 1 / poids, poids / 2.5, poids / quantite FROM ville.mesures ORDER BY id

-- remainders of decimals
SELECT id, poids % 3, poids % 0.7, taux % poids, poids % quantite FROM ville.mesures ORDER BY id

-- decimals multiply to the sum of their scales
SELECT id, poids * poids, poids * taux, poids * 2, poids * 1.05, taux * quantite FROM ville.mesures ORDER BY id

-- decimals beside floats are floats
SELECT id, poids + ratio, poids * ratio, taux - 1e0, ratio * 1.5 FROM ville.mesures ORDER BY id

-- signs before numbers
SELECT id, -quantite, - -quantite, +quantite, -poids, -ratio, -(-3), 2 - -3 FROM ville.mesures ORDER BY id

-- what binds first
SELECT id, 2 + 3 * quantite, (2 + 3) * quantite, 10 - 3 - 2, 100 / 5 / 2, -quantite * 2, 2 * -3 + 1 FROM ville.mesures ORDER BY id

-- decimals round half away from zero, at each scale
SELECT id, round(poids), round(poids, 1), round(poids, 2), round(taux, 2), round(taux, 1), round(-taux, 2) FROM ville.mesures ORDER BY id

-- halves round away from zero, as floats and as decimals
SELECT round(0.5), round(1.5), round(2.5), round(-0.5), round(-2.5), round(5e-1), round(25e-1), round(-25e-1), round(2.675, 2), round(1.005, 2) FROM ville.mesures WHERE id = 1

-- floats round at each scale
SELECT id, round(ratio), round(ratio, 1), round(ratio * 10, 1), round(ratio / 3, 4), round(-ratio, 2) FROM ville.mesures ORDER BY id

-- whole numbers round to themselves
SELECT id, round(quantite), round(compte), floor(quantite), ceil(quantite), ceiling(compte) FROM ville.mesures ORDER BY id

-- floors and ceilings of decimals and floats
SELECT id, floor(poids), ceil(poids), floor(-taux), ceil(taux), floor(ratio), ceil(-ratio) FROM ville.mesures ORDER BY id

-- absolutes and signs of each type
SELECT id, abs(quantite), abs(compte), abs(poids), abs(ratio), sign(quantite), sign(ratio), sign(compte) FROM ville.mesures ORDER BY id

-- roots and logarithms of what has none are null
SELECT id, sqrt(ratio), ln(ratio), sqrt(-1e0), ln(0e0), exp(quantite * 200), exp(compte), exp(-compte) FROM ville.mesures ORDER BY id

-- powers of whole numbers, decimals and floats
SELECT id, power(quantite, 2), power(2, 10), power(poids, 2), power(ratio, 3), pow(9, 0.5), power(0, 0), power(quantite, -1), power(ratio, 0.5), power(ratio, quantite) FROM ville.mesures ORDER BY id

-- casts between numbers round half away from zero
SELECT id, CAST(poids AS integer), CAST(taux AS bigint), CAST(ratio AS integer), CAST(ratio * 4 AS bigint), CAST(poids AS decimal(10, 1)), CAST(ratio AS decimal(8, 2)), CAST(taux AS decimal(4, 1)) FROM ville.mesures ORDER BY id

-- casts to wider numbers
SELECT id, CAST(quantite AS bigint), CAST(quantite AS decimal(20, 4)), CAST(quantite AS double), CAST(compte AS decimal(19, 0)), CAST(poids AS double), CAST(poids AS decimal(38, 10)) FROM ville.mesures ORDER BY id

-- halves cast away from zero
SELECT CAST(0.5 AS integer), CAST(1.5 AS integer), CAST(2.5 AS integer), CAST(-2.5 AS integer), CAST(25e-1 AS integer), CAST(-25e-1 AS bigint), CAST(2.345 AS decimal(4, 2)) FROM ville.mesures WHERE id = 1

-- booleans and numbers are cast both ways
SELECT id, CAST(actif AS integer), CAST(quantite AS boolean), CAST(actif AS varchar) FROM ville.mesures ORDER BY id

-- whole numbers and decimals as texts
SELECT id, CAST(quantite AS varchar), CAST(compte AS varchar), CAST(poids AS varchar), CAST(taux AS varchar), CAST(-taux AS varchar), CAST(poids * taux AS varchar) FROM ville.mesures ORDER BY id

-- decimals below one, above one and of no scale as texts
SELECT CAST(0.125 AS varchar), CAST(-0.5 AS varchar), CAST(10.50 AS varchar), CAST(CAST(7 AS decimal(5, 0)) AS varchar), CAST(CAST(0 AS decimal(5, 2)) AS varchar), CAST(DECIMAL '0.00' AS varchar) FROM ville.mesures WHERE id = 1

-- texts become numbers where they are spelt as one
SELECT TRY_CAST(libelle AS integer), TRY_CAST(substr(CAST(poids AS varchar), 1, 3) AS decimal(5, 2)), TRY_CAST(CAST(id AS varchar) AS bigint), TRY_CAST(code_commune AS integer) FROM ville.mesures ORDER BY id

-- texts of two halves become numbers
SELECT TRY_CAST('2.345' AS decimal(4, 2)), TRY_CAST('-2.345' AS decimal(4, 2)), TRY_CAST('1e3' AS integer), TRY_CAST('1e3' AS double), TRY_CAST(' 5' AS integer), TRY_CAST('5.0' AS bigint), TRY_CAST('' AS integer) FROM ville.mesures WHERE id = 1

-- literals of each kind
SELECT 1, -1, 2147483648, 1.5, 0.10, 1e2, 1.5e-3, DECIMAL '1.50', true, false, 'x', NULL FROM ville.mesures WHERE id = 1

-- a number of thirty digits
SELECT DECIMAL '123456789012345678901234567890' + 1, 12345678901234567890.5 * 2, CAST(compte AS decimal(38, 0)) * 1000000000 FROM ville.mesures WHERE id < 4 ORDER BY id

-- sums of each kind of number
SELECT sum(quantite), sum(compte), sum(poids), sum(taux), sum(ratio), sum(quantite * poids), sum(CAST(quantite AS bigint)) FROM ville.mesures

-- averages of each kind of number are floats
SELECT avg(quantite), avg(compte), avg(poids), avg(taux), avg(ratio), avg(poids * taux), avg(CASE WHEN actif THEN 1 ELSE 0 END) FROM ville.mesures

-- sums of expressions, by group
SELECT flux, sum(quantite * 2 + 1), sum(poids - taux), sum(CASE WHEN actif THEN poids ELSE 0 END), sum(1), sum(1.5), sum(-poids) FROM ville.mesures GROUP BY flux ORDER BY flux

-- sums and averages of what is different
SELECT flux, sum(DISTINCT quantite), avg(DISTINCT quantite), sum(DISTINCT poids), count(DISTINCT poids), count(DISTINCT ratio) FROM ville.mesures GROUP BY flux ORDER BY flux

-- aggregates of nulls alone are null, but counts
SELECT sum(quantite), avg(poids), min(libelle), max(jour), count(quantite), count(*), bool_or(actif), stddev(ratio), sum(poids), arbitrary(flux) FROM ville.mesures WHERE quantite IS NULL AND poids IS NULL

-- aggregates of no row
SELECT sum(quantite), avg(poids), min(libelle), max(releve), count(quantite), count(*), bool_and(actif), var_pop(ratio), count(DISTINCT flux), count_if(actif) FROM ville.mesures WHERE id < 0

-- groups of no row, and HAVING without a group
SELECT flux, count(*), sum(poids) FROM ville.mesures WHERE id < 0 GROUP BY flux

-- HAVING without GROUP BY
SELECT sum(quantite) FROM ville.mesures HAVING count(*) > 10

-- HAVING without GROUP BY keeps nothing
SELECT sum(quantite) FROM ville.mesures HAVING count(*) > 1000

-- deviations of one row and of two
SELECT stddev(ratio), stddev_pop(ratio), var_samp(quantite), var_pop(quantite), stddev_samp(poids) FROM ville.mesures WHERE id = 1

-- deviations of each kind of number, by group
SELECT flux, stddev(quantite), stddev_pop(poids), var_samp(taux), variance(compte), var_pop(ratio) FROM ville.mesures GROUP BY flux ORDER BY flux

-- least and greatest of each type, by group
SELECT flux, min(libelle), max(libelle), min(jour), max(pose), min(releve), max(poids), min(ratio), max(actif), min(compte) FROM ville.mesures GROUP BY flux ORDER BY flux

-- least and greatest of expressions
SELECT min(lower(libelle)), max(flux || libelle), min(poids * taux), max(quantite / 2), min(coalesce(flux, '')), max(CASE WHEN actif THEN libelle END) FROM ville.mesures

-- truth in groups
SELECT flux, bool_and(quantite > 0), bool_or(quantite > 8), every(actif), count_if(quantite > 0), count(*) FILTER (WHERE actif AND quantite > 0) FROM ville.mesures GROUP BY flux ORDER BY flux

-- each aggregate under a filter
SELECT flux, sum(poids) FILTER (WHERE actif), avg(quantite) FILTER (WHERE actif), min(libelle) FILTER (WHERE quantite > 0), max(jour) FILTER (WHERE NOT actif), count(DISTINCT libelle) FILTER (WHERE actif), sum(quantite) FILTER (WHERE false) FROM ville.mesures GROUP BY flux ORDER BY flux

-- different texts, capitals and accents counting
SELECT count(DISTINCT libelle), count(DISTINCT lower(libelle)), count(DISTINCT upper(flux)), approx_distinct(libelle) FROM ville.mesures

-- any value of a group whose values are all the same
SELECT flux, any_value(flux), arbitrary(upper(flux)), count(*) FROM ville.mesures GROUP BY flux ORDER BY flux

-- an aggregate of an aggregate, by a query inside
SELECT avg(n), max(n), sum(total) FROM (SELECT flux, count(*) AS n, sum(poids) AS total FROM ville.mesures GROUP BY flux) q

-- ratios of aggregates
SELECT flux, sum(quantite) / count(*), sum(poids) / count(*), sum(poids) / sum(taux), avg(poids) * 2, 100.0 * count(*) / 48 FROM ville.mesures GROUP BY flux ORDER BY flux

-- a sum beyond 64 bits fails
-- fails
SELECT sum(compte * 1000000000) FROM ville.mesures

-- a product beyond 32 bits fails
-- fails
SELECT id, quantite * 2000000000 FROM ville.mesures

-- a cast beyond 32 bits fails
-- fails
SELECT CAST(compte AS integer) FROM ville.mesures

-- a whole number is rounded in more digits than it has
SELECT id, round(quantite, -1), round(quantite, 1), round(compte, -2), round(-quantite, -2), round(2147483600, -2) FROM ville.mesures WHERE compte IS NULL OR abs(compte) < 1000000 ORDER BY id

-- what a rounded number no longer fits fails
-- fails
SELECT round(2147483647 - quantite + quantite, -1) FROM ville.mesures
