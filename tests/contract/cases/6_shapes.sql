-- an inner join
-- shows: id int, tournee string, capacite int
SELECT m.id AS id, t.tournee AS tournee, t.capacite AS capacite FROM ville.mesures AS m JOIN ville.tournees AS t ON m.flux = t.flux ORDER BY m.id, t.tournee

-- a left join keeps what has no match
-- shows: id int, tournee string
SELECT m.id AS id, t.tournee AS tournee FROM ville.mesures AS m LEFT JOIN ville.tournees AS t ON m.flux = t.flux AND t.capacite > 10 ORDER BY m.id

-- a full join keeps both
-- shows: flux string, n count, tournees count
SELECT COALESCE(m.flux, t.flux) AS flux, COUNT(m.id) AS n, COUNT(t.tournee) AS tournees FROM ville.mesures AS m FULL JOIN ville.tournees AS t ON m.flux = t.flux GROUP BY COALESCE(m.flux, t.flux) ORDER BY 1

-- a join and its groups
-- shows: tournee string, total bigint, poids decimal
SELECT t.tournee AS tournee, SUM(m.quantite) AS total, SUM(m.poids) AS poids FROM ville.mesures AS m JOIN ville.tournees AS t ON m.flux = t.flux WHERE m.jour >= t.depuis OR t.depuis IS NULL GROUP BY t.tournee ORDER BY t.tournee

-- a cross join with a condition of order between texts
-- shows: n count
SELECT COUNT(*) AS n FROM ville.mesures AS m CROSS JOIN ville.tournees AS t WHERE m.libelle < t.tournee

-- IN a subquery
-- shows: id int
-- with: p integer 10
SELECT m.id FROM ville.mesures AS m WHERE m.flux IN (SELECT t.flux FROM ville.tournees AS t WHERE t.capacite > :p) ORDER BY m.id

-- EXISTS and NOT EXISTS
-- shows: id int
SELECT m.id FROM ville.mesures AS m WHERE EXISTS (SELECT 1 AS one FROM ville.tournees AS t WHERE t.flux = m.flux AND t.capacite > m.quantite) AND NOT EXISTS (SELECT 1 AS one FROM ville.tournees AS t WHERE t.flux = m.flux AND t.depuis > m.jour) ORDER BY m.id

-- a scalar subquery
-- shows: id int, more float
SELECT m.id AS id, m.ratio - (SELECT AVG(x.ratio) AS a FROM ville.mesures AS x) AS more FROM ville.mesures AS m ORDER BY m.id

-- UNION takes doubles away
-- shows: flux string
SELECT m.flux AS flux FROM ville.mesures AS m UNION SELECT t.flux AS flux FROM ville.tournees AS t ORDER BY flux

-- UNION ALL keeps them
-- shows: flux string, what string
SELECT m.flux AS flux, m.libelle AS what FROM ville.mesures AS m WHERE m.id < 12 UNION ALL SELECT t.flux AS flux, t.tournee AS what FROM ville.tournees AS t ORDER BY what, flux

-- INTERSECT and EXCEPT
-- shows: flux string
SELECT m.flux AS flux FROM ville.mesures AS m EXCEPT SELECT t.flux AS flux FROM ville.tournees AS t ORDER BY flux

-- a WITH read twice
-- shows: flux string, n count, share float
WITH par_flux AS (SELECT m.flux AS flux, COUNT(*) AS n FROM ville.mesures AS m GROUP BY m.flux) SELECT a.flux AS flux, a.n AS n, CAST(a.n AS DOUBLE) / (SELECT SUM(b.n) AS s FROM par_flux AS b) AS share FROM par_flux AS a ORDER BY a.flux

-- the first of each group
-- shows: flux string, id int, libelle string
SELECT q.flux AS flux, q.id AS id, q.libelle AS libelle FROM (SELECT m.flux AS flux, m.id AS id, m.libelle AS libelle, ROW_NUMBER() OVER (PARTITION BY m.flux ORDER BY m.libelle DESC NULLS LAST, m.id) AS rang FROM ville.mesures AS m) AS q WHERE q.rang = 1 ORDER BY q.flux

-- ranks, with ties
-- shows: id int, a bigint, b bigint, c float, d bigint
SELECT m.id AS id, RANK() OVER (ORDER BY m.quantite) AS a, DENSE_RANK() OVER (PARTITION BY m.flux ORDER BY m.libelle) AS b, PERCENT_RANK() OVER (ORDER BY m.quantite) AS c, NTILE(5) OVER (ORDER BY m.id) AS d FROM ville.mesures AS m ORDER BY m.id

-- running and moving sums
-- shows: id int, a bigint, b decimal, c float
SELECT m.id AS id, SUM(m.quantite) OVER (PARTITION BY m.flux ORDER BY m.id) AS a, SUM(m.poids) OVER (ORDER BY m.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS b, AVG(m.quantite) OVER (ORDER BY m.id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS c FROM ville.mesures AS m ORDER BY m.id

-- what came before and after
-- shows: id int, a string, b int, c string, d string
SELECT m.id AS id, LAG(m.libelle) OVER (ORDER BY m.id) AS a, LEAD(m.quantite, 2, 0) OVER (ORDER BY m.id) AS b, FIRST_VALUE(m.libelle) OVER (PARTITION BY m.flux ORDER BY m.libelle, m.id) AS c, MAX(m.libelle) OVER (PARTITION BY m.flux) AS d FROM ville.mesures AS m ORDER BY m.id

-- a derived table under a condition
-- shows: month date, n count
-- with: p bigint 2
SELECT q.mois AS month, q.n AS n FROM (SELECT DATE_TRUNC('month', m.jour) AS mois, COUNT(*) AS n FROM ville.mesures AS m GROUP BY DATE_TRUNC('month', m.jour)) AS q WHERE q.n >= :p ORDER BY q.mois

-- the first two rows of each group beside its count, absent keys being a group
-- shows: c0 string, c1 count, r0 int, first boolean
SELECT g.c0 AS c0, g.c1 AS c1, w.r0 AS r0, w.rank = 1 AS first FROM (SELECT m.flux AS c0, COUNT(*) AS c1, COALESCE(m.flux, '') AS k0, m.flux IS NULL AS n0, ROW_NUMBER() OVER (ORDER BY COUNT(*) DESC, m.flux ASC) AS number FROM ville.mesures AS m GROUP BY m.flux ORDER BY COUNT(*) DESC, m.flux ASC LIMIT 3) AS g JOIN (SELECT v.k0 AS k0, v.n0 AS n0, v.r0 AS r0, ROW_NUMBER() OVER (PARTITION BY v.k0, v.n0 ORDER BY v.r0 ASC NULLS LAST) AS rank FROM (SELECT COALESCE(t.flux, '') AS k0, t.flux IS NULL AS n0, t.id AS r0 FROM ville.mesures AS t) AS v) AS w ON g.k0 = w.k0 AND g.n0 = w.n0 AND w.rank BETWEEN 1 AND 2 ORDER BY g.number, w.rank

-- rows of which every linked row is known to satisfy a condition
-- shows: id int
-- with: p integer 10
SELECT m.id AS id FROM ville.mesures AS m WHERE NOT EXISTS (SELECT 1 AS one FROM ville.tournees AS t WHERE t.flux = m.flux AND NOT (COALESCE(t.capacite > :p, FALSE))) ORDER BY m.id

-- the greatest sum of each group
-- shows: flux string, libelle string, total bigint
SELECT q.flux AS flux, q.libelle AS libelle, q.total AS total FROM (SELECT m.flux AS flux, m.libelle AS libelle, SUM(m.quantite) AS total, ROW_NUMBER() OVER (PARTITION BY m.flux ORDER BY SUM(m.quantite) DESC NULLS LAST, m.libelle) AS rang FROM ville.mesures AS m GROUP BY m.flux, m.libelle) AS q WHERE q.rang = 1 ORDER BY q.flux
