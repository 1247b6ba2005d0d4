-- a star is every column
SELECT * FROM ville.mesures ORDER BY id

-- a star of one source among two
SELECT t.*, m.id FROM ville.mesures m JOIN ville.tournees t ON m.flux = t.flux ORDER BY m.id, t.tournee

-- columns in common are said once
SELECT * FROM ville.mesures JOIN ville.tournees USING (flux) ORDER BY id, tournee

-- what has no equal on the other side
SELECT m.id, t.tournee FROM ville.mesures m LEFT JOIN ville.tournees t ON m.flux = t.flux AND t.capacite > 5 ORDER BY m.id, t.tournee

-- both sides without an equal
SELECT m.id, t.tournee FROM ville.mesures m FULL OUTER JOIN ville.tournees t ON m.id = t.capacite ORDER BY m.id, t.tournee

-- every pair
SELECT count(*) FROM ville.mesures CROSS JOIN ville.tournees

-- groups by position and by expression
SELECT substr(libelle, 1, 1), flux, count(*) FROM ville.mesures GROUP BY 1, flux ORDER BY 1, flux

-- HAVING over an aggregate
SELECT flux, count(*) AS n FROM ville.mesures GROUP BY flux HAVING count(*) > 2 AND max(poids) > 1 ORDER BY n DESC, flux

-- ROLLUP gives totals
SELECT flux, actif, count(*), grouping(flux, actif) FROM ville.mesures GROUP BY ROLLUP (flux, actif) ORDER BY 4, 1, 2

-- CUBE and GROUPING SETS
SELECT flux, actif, sum(quantite) FROM ville.mesures GROUP BY GROUPING SETS ((flux), (actif), ()) ORDER BY 1, 2, 3

-- CUBE
SELECT flux, actif, count(*) FROM ville.mesures GROUP BY CUBE (flux, actif) ORDER BY 1, 2, 3

-- counting what is distinct
SELECT count(DISTINCT flux), count(flux), count(*), count(*) FILTER (WHERE quantite > 3) FROM ville.mesures

-- deviations
SELECT stddev_samp(ratio), stddev_pop(ratio), var_samp(ratio), variance(quantite) FROM ville.mesures WHERE ratio < 1000

-- ranks within groups
SELECT id, row_number() OVER (PARTITION BY flux ORDER BY id), rank() OVER (ORDER BY quantite), dense_rank() OVER (ORDER BY quantite), ntile(3) OVER (ORDER BY id), percent_rank() OVER (ORDER BY id), cume_dist() OVER (ORDER BY id) FROM ville.mesures ORDER BY id

-- sums that grow, and windows with a frame
SELECT id, sum(poids) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), avg(quantite) OVER (PARTITION BY flux ORDER BY id), count(*) OVER () FROM ville.mesures ORDER BY id

-- the row before and the row after
SELECT id, lag(quantite) OVER (ORDER BY id), lead(libelle, 2, 'fin') OVER (ORDER BY id), first_value(id) OVER (PARTITION BY flux ORDER BY id), last_value(id) OVER (PARTITION BY flux ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM ville.mesures ORDER BY id

-- one window, named
SELECT id, sum(quantite) OVER w FROM ville.mesures WINDOW w AS (PARTITION BY flux ORDER BY id) ORDER BY id

-- a rank filtered above
SELECT * FROM (SELECT id, flux, row_number() OVER (PARTITION BY flux ORDER BY poids DESC, id) AS rang FROM ville.mesures) r WHERE rang <= 2 ORDER BY flux, rang, id

-- a CTE used twice
WITH lourds AS (SELECT * FROM ville.mesures WHERE poids > 10) SELECT a.id FROM lourds a WHERE a.poids = (SELECT max(poids) FROM lourds) ORDER BY 1

-- a CTE whose columns are named
WITH x (cle, n) AS (SELECT flux, count(*) FROM ville.mesures GROUP BY flux) SELECT cle, n FROM x ORDER BY cle

-- a CTE called as a dataset is the CTE
WITH mesures AS (SELECT 1 AS id) SELECT id FROM mesures UNION ALL SELECT id FROM ville.mesures WHERE id = 2 ORDER BY id

-- EXISTS with a correlated query
SELECT m.id FROM ville.mesures m WHERE EXISTS (SELECT 1 FROM ville.tournees t WHERE t.flux = m.flux AND t.capacite > m.quantite) ORDER BY m.id

-- NOT IN with a query
SELECT id FROM ville.mesures WHERE flux NOT IN (SELECT flux FROM ville.tournees WHERE flux IS NOT NULL) ORDER BY id

-- a scalar query for each row
SELECT m.id, (SELECT max(t.capacite) FROM ville.tournees t WHERE t.flux = m.flux) FROM ville.mesures m ORDER BY m.id

-- UNION keeps one of each, UNION ALL all
SELECT flux FROM ville.mesures UNION SELECT flux FROM ville.tournees ORDER BY flux

-- INTERSECT and EXCEPT
SELECT flux FROM ville.mesures INTERSECT SELECT flux FROM ville.tournees

-- EXCEPT
SELECT flux FROM ville.mesures EXCEPT SELECT flux FROM ville.tournees WHERE flux = 'OMR'

-- numbers of several types in one column
SELECT quantite AS x FROM ville.mesures WHERE id < 4 UNION ALL SELECT poids FROM ville.mesures WHERE id < 4 UNION ALL SELECT 1.125 ORDER BY x

-- what is made of a UNION keeps its digits
SELECT sum(x), min(x) FROM (SELECT poids AS x FROM ville.mesures UNION ALL SELECT poids * taux FROM ville.mesures) u

-- DISTINCT ordered by what is selected
SELECT DISTINCT flux, actif FROM ville.mesures ORDER BY flux DESC, actif

-- LIMIT and OFFSET after an order
SELECT id FROM ville.mesures ORDER BY poids DESC NULLS LAST, id OFFSET 2 LIMIT 5

-- an order by an expression of an output
SELECT flux, sum(quantite) AS total FROM ville.mesures GROUP BY flux ORDER BY total * -1, flux

-- an order by what is not selected
SELECT id FROM ville.mesures ORDER BY poids, id DESC LIMIT 7

-- an output that hides a column
SELECT upper(libelle) AS libelle, id FROM ville.mesures ORDER BY libelle, id

-- VALUES as a source
SELECT v.a, v.b, m.id FROM (VALUES (1, 'x'), (2, 'y')) AS v (a, b) LEFT JOIN ville.mesures m ON m.id = v.a ORDER BY v.a

-- nothing in, one row out
SELECT count(*), sum(quantite), max(jour) FROM ville.mesures WHERE 1 = 0

-- two columns of one name
SELECT m.flux, t.flux FROM ville.mesures m JOIN ville.tournees t ON m.id = t.capacite ORDER BY 1, 2
