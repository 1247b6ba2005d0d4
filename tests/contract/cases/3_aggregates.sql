-- counts of rows, of values and of different values
-- shows: n count, filled count, different count
-- gives: [[48, 46, 18]]
SELECT COUNT(*) AS n, COUNT(m.libelle) AS filled, COUNT(DISTINCT m.libelle) AS different FROM ville.mesures AS m

-- a sum of integers is a bigint
-- shows: total bigint
SELECT SUM(m.quantite) AS total FROM ville.mesures AS m

-- a sum of bigints is a bigint
-- shows: total bigint
SELECT SUM(m.compte) AS total FROM ville.mesures AS m

-- a sum of decimals keeps its scale
-- shows: total decimal, part decimal
SELECT SUM(m.poids) AS total, SUM(m.taux) AS part FROM ville.mesures AS m

-- a sum of floats
-- shows: total float
SELECT SUM(m.ratio) AS total FROM ville.mesures AS m

-- averages are floats, of integers, decimals and floats
-- shows: a float, b float, c float
SELECT AVG(m.quantite) AS a, AVG(m.poids) AS b, AVG(m.ratio) AS c FROM ville.mesures AS m

-- the least and the greatest of numbers
-- shows: a int, b bigint, c decimal, d float
SELECT MIN(m.quantite) AS a, MAX(m.compte) AS b, MIN(m.poids) AS c, MAX(m.ratio) AS d FROM ville.mesures AS m

-- the least and the greatest of texts, by code point
-- shows: first string, last string
-- gives: [["$1", "Œuvre d'art"]]
SELECT MIN(m.libelle) AS first, MAX(m.libelle) AS last FROM ville.mesures AS m

-- the least and the greatest of days, times and instants
-- shows: a date, b date, c timestamp, d timestamp_tz
SELECT MIN(m.jour) AS a, MAX(m.jour) AS b, MAX(m.pose) AS c, MIN(m.releve) AS d FROM ville.mesures AS m

-- the least and the greatest of booleans
-- shows: a boolean, b boolean
-- gives: [[false, true]]
SELECT MIN(m.actif) AS a, MAX(m.actif) AS b FROM ville.mesures AS m

-- aggregates of no row: zero and nulls
-- shows: n count, s bigint, a float, p decimal, d date
-- with: p string "nothing like it"
-- gives: [[0, null, null, null, null]]
SELECT COUNT(*) AS n, SUM(m.quantite) AS s, AVG(m.poids) AS a, MAX(m.poids) AS p, MIN(m.jour) AS d FROM ville.mesures AS m WHERE m.flux = :p

-- groups of no row: no group
-- shows: flux string, n count
-- with: p string "nothing like it"
-- gives: []
SELECT m.flux AS flux, COUNT(*) AS n FROM ville.mesures AS m WHERE m.flux = :p GROUP BY m.flux

-- null is a group
-- shows: flux string, n count, poids decimal
SELECT m.flux AS flux, COUNT(*) AS n, SUM(m.poids) AS poids FROM ville.mesures AS m GROUP BY m.flux ORDER BY m.flux

-- groups of two keys, ordered by a sum
-- shows: flux string, actif boolean, total bigint
SELECT m.flux AS flux, m.actif AS actif, SUM(m.quantite) AS total FROM ville.mesures AS m GROUP BY m.flux, m.actif ORDER BY SUM(m.quantite) DESC, m.flux, m.actif

-- HAVING on a count and on a sum
-- shows: libelle string, n count
-- with: least bigint 3
-- with: total decimal "-40.00"
SELECT m.libelle AS libelle, COUNT(*) AS n FROM ville.mesures AS m GROUP BY m.libelle HAVING COUNT(*) >= :least AND SUM(m.poids) > :total ORDER BY m.libelle

-- HAVING on the greatest text
-- shows: flux string, last string
-- with: p string "verre"
SELECT m.flux AS flux, MAX(m.libelle) AS last FROM ville.mesures AS m GROUP BY m.flux HAVING MAX(m.libelle) > :p ORDER BY m.flux

-- sums and averages of what is different
-- shows: s bigint, a float, n count
SELECT SUM(DISTINCT m.quantite) AS s, AVG(DISTINCT m.quantite) AS a, COUNT(DISTINCT m.quantite) AS n FROM ville.mesures AS m

-- counts of different instants, days and decimals
-- shows: a count, b count, c count
SELECT COUNT(DISTINCT m.releve) AS a, COUNT(DISTINCT m.jour) AS b, COUNT(DISTINCT m.poids) AS c FROM ville.mesures AS m

-- aggregates under a filter
-- shows: a bigint, b count
SELECT SUM(m.quantite) FILTER (WHERE m.actif) AS a, COUNT(*) FILTER (WHERE NOT m.actif) AS b FROM ville.mesures AS m

-- an approximate count is exact here
-- shows: n count
-- gives: [[18]]
SELECT APPROX_DISTINCT(m.libelle) AS n FROM ville.mesures AS m

-- any value is the least
-- shows: flux string, one string
SELECT m.flux AS flux, ARBITRARY(m.libelle) AS one FROM ville.mesures AS m GROUP BY m.flux ORDER BY m.flux

-- deviations and variances, to twelve digits
-- shows: a float, b float, c float, d float
SELECT STDDEV(m.ratio) AS a, STDDEV_POP(m.quantite) AS b, VAR_POP(m.ratio) AS c, VARIANCE(m.quantite) AS d FROM ville.mesures AS m

-- booleans together
-- shows: flux string, a boolean, b boolean, n count
SELECT m.flux AS flux, BOOL_AND(m.actif) AS a, BOOL_OR(m.actif) AS b, COUNT_IF(m.actif) AS n FROM ville.mesures AS m GROUP BY m.flux ORDER BY m.flux

-- subtotals, with the mark that tells them from nulls
-- shows: flux string, actif boolean, mark int, n count
SELECT m.flux AS flux, m.actif AS actif, GROUPING(m.flux, m.actif) AS mark, COUNT(*) AS n FROM ville.mesures AS m GROUP BY GROUPING SETS ((m.flux, m.actif), (m.flux), ()) ORDER BY mark, m.flux, m.actif

-- a whole table rolled up
-- shows: flux string, n count
SELECT m.flux AS flux, COUNT(*) AS n FROM ville.mesures AS m GROUP BY ROLLUP (m.flux) ORDER BY n DESC, m.flux

-- aggregates of the rows of a group for which a condition holds that is worked out below
-- shows: flux string, n count, a count, b bigint, c decimal, d count
SELECT g.flux AS flux, COUNT(*) AS n, COUNT(*) FILTER (WHERE g.w) AS a, CAST(SUM(g.quantite) FILTER (WHERE g.w) AS BIGINT) AS b, CAST(MAX(g.poids) FILTER (WHERE g.w) AS DECIMAL(10, 2)) AS c, COUNT(DISTINCT g.actif) FILTER (WHERE g.w) AS d FROM (SELECT m.flux AS flux, m.quantite AS quantite, m.poids AS poids, m.actif AS actif, m.flux LIKE 'O%' AND m.quantite > 3 AS w FROM ville.mesures AS m) AS g GROUP BY g.flux ORDER BY g.flux
