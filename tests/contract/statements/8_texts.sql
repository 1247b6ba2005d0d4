-- capitals and small letters, accents and ligatures
SELECT id, lower(libelle), upper(flux), lower('ÉÀÇŒÆÎÔÙÜŸÑ'), lower('ABC xyz 123') FROM ville.mesures ORDER BY id

-- lengths count characters, not bytes
SELECT id, length(libelle), length(flux || libelle), length(lower(libelle)), length(CAST(compte AS varchar)) FROM ville.mesures ORDER BY id

-- a text of a fixed width keeps its length
SELECT id, length(code_commune), code_commune || '|', substr(code_commune, 1, 2), code_commune = '35308' FROM ville.mesures ORDER BY id

-- substrings by each form
SELECT id, substr(libelle, 2), substr(libelle, 2, 3), substring(libelle FROM 2), substring(libelle FROM 2 FOR 3), substring(libelle, 3, 2) FROM ville.mesures ORDER BY id

-- substrings out of the text
SELECT id, substr(libelle, 100), substr(libelle, -100), substr(libelle, 1, 100), substr(libelle, -3, 2), substr(libelle, 2, 0), substr(libelle, 0, 2), substr('', 1, 2) FROM ville.mesures ORDER BY id

-- substrings by computed places
SELECT id, substr(libelle, quantite, 2), substr(libelle, length(libelle) - 1), substr(libelle, strpos(libelle, 'e') + 1, 3), substr(libelle, 1, quantite) FROM ville.mesures ORDER BY id

-- positions of what is there, of what is not, and of nothing
SELECT id, strpos(libelle, 'e'), strpos(libelle, 'é'), strpos(libelle, 'jamais'), strpos(libelle, ''), position('n' IN libelle), strpos(flux, NULL) FROM ville.mesures ORDER BY id

-- replaced by something, by nothing, and nothing replaced
SELECT id, replace(libelle, 'e', 'EE'), replace(libelle, 'e', ''), replace(libelle, 'jamais', 'x'), replace(replace(libelle, 'a', 'b'), 'b', 'a') FROM ville.mesures ORDER BY id

-- translated one for one, and dropped
SELECT id, translate(libelle, 'éèaE', 'eeAe'), translate(libelle, 'aeiou', ''), translate(flux, 'OMR', 'xyz') FROM ville.mesures ORDER BY id

-- trimmed of spaces and of other letters
SELECT trim('  a b  '), ltrim('  a '), rtrim(' a  '), trim(LEADING '0' FROM '00120'), trim(TRAILING '0' FROM '00120'), trim(BOTH 'xy' FROM 'xyaxy'), trim(''), length(trim('   ')) FROM ville.mesures WHERE id = 1

-- texts joined by each form, with nulls
SELECT id, flux || '/' || libelle, concat(flux, '/', libelle), coalesce(flux, '') || coalesce(libelle, ''), flux || NULL, concat(libelle, NULL), concat('a', 'b', 'c', flux) FROM ville.mesures ORDER BY id

-- numbers and days joined into a text
SELECT id, 'n° ' || CAST(id AS varchar) || ' : ' || CAST(poids AS varchar) || ' t, ' || CAST(jour AS varchar) FROM ville.mesures ORDER BY id

-- starts_with, with a null and with nothing
SELECT id, starts_with(libelle, 'V'), starts_with(libelle, ''), starts_with(libelle, flux), starts_with(flux, NULL) FROM ville.mesures ORDER BY id

-- a text is cut to its first characters by a cast
SELECT id, CAST(libelle AS varchar(3)), CAST(flux AS varchar(100)), CAST(id AS varchar(2)) FROM ville.mesures ORDER BY id

-- texts order by code point in every place that orders
SELECT libelle, rank() OVER (ORDER BY libelle), min(libelle) OVER (PARTITION BY flux), row_number() OVER (PARTITION BY flux ORDER BY libelle DESC, id) FROM ville.mesures ORDER BY libelle, id

-- texts order by code point under CASE, COALESCE, || and substr
SELECT id FROM ville.mesures ORDER BY coalesce(libelle, flux), CASE WHEN actif THEN libelle ELSE flux END, libelle || 'x', substr(libelle, 2), id

-- texts order by code point through a query inside
SELECT q.t, q.n FROM (SELECT lower(libelle) AS t, count(*) AS n FROM ville.mesures GROUP BY lower(libelle)) q WHERE q.t > 'l' ORDER BY q.t

-- texts order by code point after UNION and DISTINCT
SELECT DISTINCT lower(libelle) AS t FROM ville.mesures UNION SELECT tournee FROM ville.tournees ORDER BY t DESC

-- texts order by code point in a CTE with a limit
WITH premiers AS (SELECT libelle, id FROM ville.mesures ORDER BY libelle DESC NULLS LAST, id LIMIT 5) SELECT max(libelle), min(libelle), count(*) FROM premiers

-- texts are the same by code point in groups, joins and DISTINCT
SELECT a.libelle, count(*) FROM ville.mesures a JOIN ville.mesures b ON a.libelle = b.libelle AND a.id <> b.id GROUP BY a.libelle ORDER BY a.libelle

-- a number in a text does not order as a number
SELECT CAST(id AS varchar) AS t FROM ville.mesures ORDER BY t

-- texts of two tables are compared and joined
SELECT m.id, t.tournee FROM ville.mesures m JOIN ville.tournees t ON m.flux = t.flux AND m.libelle <> t.tournee AND t.tournee IN (SELECT x.tournee FROM ville.tournees x WHERE x.tournee < 'a') ORDER BY m.id, t.tournee

-- texts of two tables in one column
SELECT coalesce(t.tournee, m.libelle) AS nom, count(*) FROM ville.mesures m LEFT JOIN ville.tournees t ON t.flux = m.flux GROUP BY coalesce(t.tournee, m.libelle) ORDER BY nom

-- the greatest of texts of two tables
SELECT m.id, greatest(m.libelle, t.tournee), m.libelle || t.tournee, CASE WHEN m.libelle > t.tournee THEN m.libelle ELSE t.tournee END FROM ville.mesures m CROSS JOIN ville.tournees t ORDER BY m.id, t.capacite

-- texts without capitals and accents are those of GraphQL
-- gives: [["evreux l'hay oeuvre strasse naive ile", "cafe", null]]
SELECT fold('ÉVREUX L’Haÿ Œuvre STRAẞE naïve Île'), fold('cafe' || '́'), fold(CAST(NULL AS varchar)) FROM ville.mesures WHERE id = 1

-- rows are found by texts without capitals and accents
SELECT id, fold(libelle) FROM ville.mesures WHERE fold(libelle) LIKE '%' || fold('É') || '%' OR fold(libelle) = fold('oeuvre') ORDER BY id

-- the empty text is found nowhere, and nothing is put in its place
SELECT id, replace(libelle, substr(libelle, 1, 0), 'x'), replace(libelle, substr(libelle, 1, 1), 'x'), replace(libelle, CAST(NULL AS varchar), 'x') FROM ville.mesures ORDER BY id

-- a cast that may fail shortens as one that may not
-- gives: [["12", "12", "ver", "2025"]]
SELECT TRY_CAST(1234 AS varchar(2)), CAST(1234 AS varchar(2)), TRY_CAST(libelle AS varchar(3)), TRY_CAST(DATE '2025-01-31' AS varchar(4)) FROM ville.mesures WHERE id = 1

-- NULL alone is a moment where one is taken
-- gives: [[null, null, null, null, null]]
SELECT year(NULL), hour(NULL), date_trunc('month', NULL), date_diff('day', NULL, jour), date_add('day', 1, NULL) FROM ville.mesures WHERE id = 1

-- rows of values are compared value by value
SELECT id FROM ville.mesures WHERE (flux, quantite) IN (SELECT flux, quantite FROM ville.mesures WHERE actif) AND (flux, id) <> ('OMR', 1) ORDER BY id
