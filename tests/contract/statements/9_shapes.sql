-- descending and ascending with nulls at each end
SELECT id, quantite, flux FROM ville.mesures ORDER BY flux DESC NULLS FIRST, quantite ASC NULLS FIRST, id DESC

-- nulls come last unless it is said, also descending
SELECT flux, quantite, id FROM ville.mesures ORDER BY quantite DESC, flux, id

-- orders by what is not shown, by position and by alias
SELECT libelle AS nom, -quantite AS q FROM ville.mesures ORDER BY 2, nom, id

-- orders by expressions of each type
SELECT id FROM ville.mesures ORDER BY quantite % 3 NULLS FIRST, poids * -1, date_trunc('year', jour) DESC, NOT actif, id

-- orders by an aggregate that is not shown
SELECT flux FROM ville.mesures GROUP BY flux ORDER BY sum(poids) DESC, count(*), flux

-- a page by OFFSET and LIMIT, and by OFFSET and FETCH
SELECT id FROM ville.mesures ORDER BY libelle, id OFFSET 7 ROWS FETCH NEXT 5 ROWS ONLY

-- a limit of none, and an offset past the end
SELECT id FROM ville.mesures ORDER BY id OFFSET 100 LIMIT 10

-- DISTINCT of several columns with nulls
SELECT DISTINCT flux, actif FROM ville.mesures ORDER BY flux NULLS FIRST, actif NULLS FIRST

-- DISTINCT of decimals, floats and days
SELECT DISTINCT CAST(poids AS decimal(10, 0)), ratio > 0, year(jour) FROM ville.mesures ORDER BY 1, 2, 3

-- joins to the right and of both sides
SELECT m.id, t.flux, t.tournee FROM ville.mesures m RIGHT JOIN ville.tournees t ON m.flux = t.flux AND m.id < 10 ORDER BY t.flux, t.tournee, m.id

-- a full join with a condition on each side
SELECT m.id, t.tournee FROM (SELECT id, flux FROM ville.mesures WHERE id < 9) m FULL JOIN (SELECT flux, tournee FROM ville.tournees WHERE capacite > 0) t ON m.flux = t.flux ORDER BY m.id, t.tournee

-- joins of three, one of them to itself
SELECT a.id, b.id, t.tournee FROM ville.mesures a JOIN ville.mesures b ON b.id = a.id + 4 LEFT JOIN ville.tournees t ON t.flux = b.flux AND t.capacite >= a.quantite ORDER BY a.id, b.id, t.tournee

-- joins on inequality and on OR
SELECT a.id, count(*) FROM ville.mesures a JOIN ville.mesures b ON a.poids < b.poids AND (a.flux = b.flux OR a.actif = b.actif) GROUP BY a.id ORDER BY a.id

-- a join on a null joins nothing
SELECT count(*) FROM ville.mesures a JOIN ville.mesures b ON a.flux = b.flux WHERE a.flux IS NULL OR b.flux IS NULL

-- USING, and the column that it merges
SELECT flux, count(*), max(capacite) FROM ville.mesures FULL JOIN ville.tournees USING (flux) GROUP BY flux ORDER BY flux

-- a comma is a cross join
SELECT count(*), sum(m.quantite * t.capacite) FROM ville.mesures m, ville.tournees t WHERE m.flux = t.flux

-- UNION of two types of number, and of nulls
SELECT quantite AS v FROM ville.mesures WHERE id < 8 UNION SELECT poids FROM ville.mesures WHERE id < 8 UNION SELECT NULL ORDER BY v

-- UNION ALL of three with a limit
SELECT id, flux FROM ville.mesures WHERE id < 3 UNION ALL SELECT capacite, flux FROM ville.tournees UNION ALL SELECT 0, 'total' ORDER BY 1, 2 LIMIT 6

-- INTERSECT and EXCEPT of columns with nulls
SELECT flux, actif FROM ville.mesures WHERE id < 20 INTERSECT SELECT flux, actif FROM ville.mesures WHERE id > 20 ORDER BY 1, 2

-- EXCEPT leaves a null out when the other side has one
SELECT flux FROM ville.mesures EXCEPT SELECT flux FROM ville.mesures WHERE flux IS NULL OR flux = 'OMR' ORDER BY 1

-- sets within parentheses
SELECT flux FROM ville.tournees EXCEPT (SELECT flux FROM ville.mesures INTERSECT SELECT flux FROM ville.tournees WHERE capacite > 0) ORDER BY 1

-- INTERSECT binds before UNION
SELECT flux FROM ville.mesures WHERE id = 1 UNION SELECT flux FROM ville.mesures WHERE id = 2 INTERSECT SELECT flux FROM ville.tournees WHERE flux = 'OMR' ORDER BY 1

-- a set inside a query
SELECT flux, count(*) FROM (SELECT flux FROM ville.mesures UNION ALL SELECT flux FROM ville.tournees) q GROUP BY flux ORDER BY flux

-- grouping sets of two columns, with what tells totals from nulls
SELECT flux, actif, grouping(flux), grouping(actif), grouping(flux, actif), count(*) FROM ville.mesures GROUP BY GROUPING SETS ((flux, actif), (flux), (actif), ()) ORDER BY 5, 1, 2

-- ROLLUP of three columns
SELECT y, flux, actif, count(*), sum(poids) FROM (SELECT year(jour) AS y, flux, actif, poids FROM ville.mesures) q GROUP BY ROLLUP (y, flux, actif) ORDER BY y, flux, actif, 4, 5

-- CUBE of two columns beside a plain one
SELECT actif, flux, y, count(*) FROM (SELECT actif, flux, year(jour) AS y FROM ville.mesures WHERE id < 30) q GROUP BY actif, CUBE (flux, y) ORDER BY actif, flux, y, 4

-- totals kept by HAVING
SELECT flux, sum(quantite) FROM ville.mesures GROUP BY ROLLUP (flux) HAVING grouping(flux) = 1 OR sum(quantite) > 10 ORDER BY 1, 2

-- no row still has a grand total
SELECT flux, count(*) FROM ville.mesures WHERE id < 0 GROUP BY ROLLUP (flux)

-- ranks with ties and nulls, at each end
SELECT id, rank() OVER (ORDER BY quantite NULLS FIRST), dense_rank() OVER (ORDER BY quantite DESC), percent_rank() OVER (PARTITION BY flux ORDER BY quantite), cume_dist() OVER (ORDER BY flux), ntile(7) OVER (ORDER BY id DESC) FROM ville.mesures ORDER BY id

-- frames by rows
SELECT id, sum(quantite) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING), min(poids) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), max(libelle) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), count(*) OVER (ORDER BY id ROWS 3 PRECEDING), sum(ratio) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) FROM ville.mesures ORDER BY id

-- frames by range, peers together
SELECT id, sum(quantite) OVER (ORDER BY flux), count(*) OVER (ORDER BY flux RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), count(*) OVER (ORDER BY flux RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), sum(poids) OVER (PARTITION BY actif) FROM ville.mesures ORDER BY id

-- what came before and after, with a default and by more than one
SELECT id, lag(flux) OVER (ORDER BY id), lag(quantite, 3) OVER (ORDER BY id), lead(poids, 2, 0) OVER (PARTITION BY flux ORDER BY id), lead(jour) OVER (ORDER BY jour, id), lag(libelle, 1, 'rien') OVER (PARTITION BY flux ORDER BY id) FROM ville.mesures ORDER BY id

-- the first and the last of a frame
SELECT id, first_value(libelle) OVER (PARTITION BY flux ORDER BY libelle, id), last_value(quantite) OVER (PARTITION BY flux ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), first_value(poids) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) FROM ville.mesures ORDER BY id

-- aggregates over windows of each kind
SELECT id, avg(poids) OVER (PARTITION BY flux), stddev(ratio) OVER (PARTITION BY flux), bool_or(actif) OVER (PARTITION BY flux), count(quantite) OVER (), max(jour) OVER (PARTITION BY actif ORDER BY id), min(releve) OVER (ORDER BY id) FROM ville.mesures ORDER BY id

-- windows over groups
SELECT flux, sum(poids), rank() OVER (ORDER BY sum(poids) DESC), sum(sum(quantite)) OVER (ORDER BY flux), sum(poids) / sum(sum(poids)) OVER () FROM ville.mesures GROUP BY flux ORDER BY flux

-- windows with a name, and one made from another
SELECT id, row_number() OVER w, sum(quantite) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM ville.mesures WINDOW w AS (PARTITION BY flux ORDER BY id) ORDER BY id

-- a window within an expression and within a condition above
SELECT id, d FROM (SELECT id, quantite - lag(quantite) OVER (ORDER BY id) AS d, row_number() OVER (PARTITION BY flux ORDER BY poids DESC, id) AS r FROM ville.mesures) q WHERE r <= 3 AND d > 0 ORDER BY id

-- scalar queries in SELECT, WHERE and HAVING
SELECT flux, count(*), (SELECT max(capacite) FROM ville.tournees) FROM ville.mesures WHERE poids > (SELECT avg(poids) FROM ville.mesures) GROUP BY flux HAVING count(*) >= (SELECT min(capacite) FROM ville.tournees) ORDER BY flux

-- a scalar query of no row is null
SELECT id, (SELECT tournee FROM ville.tournees WHERE capacite > 1000) FROM ville.mesures WHERE id < 3 ORDER BY id

-- correlated queries
SELECT m.id, (SELECT count(*) FROM ville.tournees t WHERE t.flux = m.flux), (SELECT max(x.quantite) FROM ville.mesures x WHERE x.flux = m.flux AND x.id < m.id) FROM ville.mesures m ORDER BY m.id

-- a correlated condition
SELECT m.id FROM ville.mesures m WHERE m.poids = (SELECT max(x.poids) FROM ville.mesures x WHERE x.flux = m.flux) ORDER BY m.id

-- NOT IN a query that has a null answers nothing
SELECT count(*) FROM ville.mesures WHERE libelle NOT IN (SELECT tournee FROM ville.tournees)

-- IN a query, of an expression and NOT IN without nulls
SELECT id FROM ville.mesures WHERE quantite IN (SELECT capacite - 5 FROM ville.tournees) OR flux NOT IN (SELECT flux FROM ville.tournees WHERE flux IS NOT NULL) ORDER BY id

-- EXISTS and NOT EXISTS with conditions on both sides
SELECT m.id FROM ville.mesures m WHERE EXISTS (SELECT 1 FROM ville.tournees t WHERE t.flux = m.flux AND t.capacite > m.quantite) AND NOT EXISTS (SELECT 1 FROM ville.mesures x WHERE x.flux = m.flux AND x.poids > m.poids) ORDER BY m.id

-- CTEs of CTEs, one of them hiding the name of a dataset
WITH mesures AS (SELECT id, flux, poids FROM ville.mesures WHERE id < 20), tot AS (SELECT flux, sum(poids) AS s FROM mesures GROUP BY flux) SELECT m.id, t.s FROM mesures m JOIN tot t ON t.flux = m.flux ORDER BY m.id

-- a WITH within a query inside
SELECT q.n FROM (WITH x AS (SELECT flux FROM ville.mesures WHERE actif) SELECT count(*) AS n FROM x) q

-- a list of values as a table
SELECT v.nom, count(m.id) FROM (VALUES ('OMR', 1), ('EMB', 2), ('autre', 3)) AS v (nom, rang) LEFT JOIN ville.mesures m ON m.flux = v.nom GROUP BY v.nom, v.rang ORDER BY v.rang

-- names in capitals, quoted and not
SELECT "ID" AS "Clé", M.Flux AS "flux É" FROM Ville.MESURES AS M WHERE m."id" < 4 ORDER BY "Clé"

-- masks under groups, windows and sets
SELECT flux, count(*), min(libelle), max(jour), rank() OVER (ORDER BY count(*) DESC, flux) FROM ville.masquees GROUP BY flux ORDER BY flux

-- a masked text in a condition, in an order and in CASE
SELECT id, CASE WHEN libelle = 'masqué' THEN 1 ELSE 0 END, quantite IS NULL FROM ville.masquees WHERE flux <> 'OMR' ORDER BY flux, id

-- two agreements under a join, a union and a query inside
SELECT a.id, b.flux FROM ville.croisees a JOIN ville.croisees b ON a.id = b.id WHERE a.id IN (SELECT id FROM ville.croisees WHERE poids > 30) UNION SELECT id, flux FROM ville.croisees WHERE poids < 0 ORDER BY 1, 2

-- rows of a territory under ROLLUP and a correlated query
SELECT code_commune, count(*), sum(poids) FROM ville.territoire t WHERE poids > (SELECT avg(x.poids) FROM ville.territoire x WHERE x.code_commune = t.code_commune) GROUP BY ROLLUP (code_commune) ORDER BY 1, 2

-- coarse codes joined with clear ones
SELECT e.code_commune, count(*) FROM ville.epci e JOIN ville.mesures m ON m.id = e.id GROUP BY e.code_commune ORDER BY 1

-- codes that some rows show as an EPCI, counted and ordered
SELECT code_commune, count(*), count(DISTINCT flux), row_number() OVER (ORDER BY code_commune) FROM ville.melange GROUP BY code_commune ORDER BY 1

-- absent values first, by position, cut after some
SELECT quantite, id FROM ville.mesures ORDER BY 1 NULLS FIRST, 2 LIMIT 12

-- a UNION whose absent values come first is cut where it ends
SELECT quantite AS x, id FROM ville.mesures UNION ALL SELECT poids, id FROM ville.mesures ORDER BY x NULLS FIRST, id LIMIT 20

-- distinct rows of a UNION with absent values first, both ways
SELECT flux AS x FROM ville.mesures UNION SELECT tournee FROM ville.tournees ORDER BY x DESC NULLS FIRST LIMIT 4

-- what is left of an EXCEPT, absent values first
SELECT quantite AS x FROM ville.mesures EXCEPT SELECT poids FROM ville.mesures WHERE id = 1 ORDER BY x NULLS FIRST LIMIT 6
