-- every comparison of whole numbers
SELECT id, quantite = 5, quantite <> 5, quantite != 5, quantite < 5, quantite <= 5, quantite > 5, quantite >= 5 FROM ville.mesures ORDER BY id

-- every comparison of texts, by code point
SELECT id, libelle = 'zone', libelle <> 'zone', libelle < 'zone', libelle <= 'zone', libelle > 'zone', libelle >= 'zone' FROM ville.mesures ORDER BY id

-- every comparison of decimals
SELECT id, poids = 7.11, poids <> 7.11, poids < 7.11, poids <= 7.11, poids > 7.11, poids >= 7.11 FROM ville.mesures ORDER BY id

-- every comparison of floats
SELECT id, ratio = 0.125, ratio <> 1e0, ratio < 0.5, ratio <= 5e-1, ratio > -1.875, ratio >= 0 FROM ville.mesures ORDER BY id

-- a decimal beside a whole number, a float and another scale
SELECT id, poids > quantite, poids > ratio, poids = taux, compte > poids FROM ville.mesures ORDER BY id

-- booleans beside booleans
SELECT id, actif = true, actif <> false, actif < true, NOT actif, actif AND quantite > 0, actif OR quantite > 0 FROM ville.mesures ORDER BY id

-- three values of truth: AND, OR and NOT with nulls
SELECT id, actif AND NULL, actif OR NULL, NOT (actif AND quantite > 3), (actif OR quantite > 3) IS NULL FROM ville.mesures ORDER BY id

-- IS NULL of an expression, IS NOT NULL of another
SELECT id FROM ville.mesures WHERE quantite + compte IS NULL AND flux || libelle IS NOT NULL ORDER BY id

-- IS NOT DISTINCT FROM finds nulls
SELECT id FROM ville.mesures WHERE flux IS NOT DISTINCT FROM NULL OR quantite IS NOT DISTINCT FROM 5 ORDER BY id

-- IS DISTINCT FROM between columns of two types of number
SELECT id, quantite IS DISTINCT FROM poids, poids IS NOT DISTINCT FROM taux FROM ville.mesures ORDER BY id

-- NOT BETWEEN, and bounds in the wrong order
SELECT count(*) FILTER (WHERE quantite NOT BETWEEN -3 AND 8), count(*) FILTER (WHERE quantite BETWEEN 8 AND -3) FROM ville.mesures

-- a text not between two others
SELECT id FROM ville.mesures WHERE libelle NOT BETWEEN 'Z' AND 'v' ORDER BY id

-- days, times and instants between two others
SELECT id FROM ville.mesures WHERE jour BETWEEN DATE '2019-01-01' AND DATE '2020-02-29' OR pose BETWEEN TIMESTAMP '2024-02-10 00:00:00' AND TIMESTAMP '2024-02-11 23:59:59.999999' OR releve BETWEEN TIMESTAMP '2024-03-31 00:00:00 UTC' AND TIMESTAMP '2024-03-31 01:00:00 UTC' ORDER BY id

-- IN a list of numbers of several types
SELECT id FROM ville.mesures WHERE quantite IN (1, 5, 8) OR poids IN (7.11, 3, 20.5) ORDER BY id

-- IN a list with a null is never false
SELECT id, quantite IN (5, NULL), quantite NOT IN (5, NULL) FROM ville.mesures ORDER BY id

-- NOT IN a list of days
SELECT count(*) FROM ville.mesures WHERE jour NOT IN (DATE '2024-02-29', DATE '2018-12-22')

-- IN a list of expressions
SELECT id FROM ville.mesures WHERE quantite IN (id - 9, id / 2, 7) ORDER BY id

-- a condition that is a column
SELECT id FROM ville.mesures WHERE actif ORDER BY id

-- a condition that is null keeps nothing
SELECT count(*) FROM ville.mesures WHERE NULL

-- LIKE over accents, one character at a time
SELECT id FROM ville.mesures WHERE libelle LIKE '_co-point' OR libelle LIKE '%é' OR libelle LIKE 'Œ%' ORDER BY id

-- LIKE with several wildcards and the capitals that they are given
SELECT id FROM ville.mesures WHERE libelle LIKE 'Z%d_act%' OR libelle LIKE 'v%' ORDER BY id

-- LIKE with ESCAPE of each wildcard and of itself
SELECT id, libelle LIKE '%!%%' ESCAPE '!', libelle LIKE 'a!_b' ESCAPE '!', libelle LIKE '!!%' ESCAPE '!' FROM ville.mesures ORDER BY id

-- LIKE with a backslash, which escapes nothing
SELECT id FROM ville.mesures WHERE libelle LIKE 'a\_' OR libelle LIKE 'a\%' ORDER BY id

-- LIKE with a backslash that is said to escape
SELECT id FROM ville.mesures WHERE libelle LIKE 'a\_b' ESCAPE '\' ORDER BY id

-- NOT LIKE with ESCAPE
SELECT count(*) FROM ville.mesures WHERE libelle NOT LIKE '%#%%' ESCAPE '#'

-- LIKE a column, and LIKE an expression
SELECT m.id, t.tournee FROM ville.mesures m JOIN ville.tournees t ON m.flux LIKE t.flux || '%' ORDER BY m.id, t.tournee

-- LIKE of an empty pattern
SELECT count(*) FILTER (WHERE libelle LIKE ''), count(*) FILTER (WHERE libelle LIKE '%') FROM ville.mesures

-- a text is compared with its trailing space
SELECT count(*) FROM ville.mesures WHERE flux || ' ' = flux OR flux = 'OMR '

-- the empty text is a text, not a null
SELECT id, '' IS NULL, coalesce(nullif(libelle, 'zone'), ''), length('') FROM ville.mesures ORDER BY id

-- texts compare by code point in CASE, in HAVING and in ON
SELECT CASE WHEN a.libelle < b.tournee THEN 'avant' ELSE 'après' END AS ordre, count(*) FROM ville.mesures a JOIN ville.tournees b ON a.libelle >= b.flux GROUP BY CASE WHEN a.libelle < b.tournee THEN 'avant' ELSE 'après' END HAVING max(a.libelle) > 'a' ORDER BY 1

-- texts that only a collation would call equal or nearby
SELECT a.id, b.id FROM ville.mesures a JOIN ville.mesures b ON a.libelle < b.libelle AND lower(a.libelle) = lower(b.libelle) ORDER BY a.id, b.id

-- digits in texts compare as characters
SELECT '10' < '9', '2' > '10', 'a10' < 'a9', 'é' > 'z', 'Z' < 'a', 'œ' > 'p', '-1' < '1', ' a' < 'a' FROM ville.mesures WHERE id = 1

-- quotes within quotes
SELECT id, 'l''eau', '"', 'a\b', '$1', '%s', ':p', '?', '--', '/* */' FROM ville.mesures WHERE libelle = 'Zone d''activité' OR libelle = 'dit "gros"' ORDER BY id

-- signs beyond the plane that most characters live in
SELECT length('a😀b'), substr('a😀b', 2, 1), '😀' > 'é', strpos('a😀b', 'b'), '日本' || '語' FROM ville.mesures WHERE id = 1

-- whole numbers beyond 32 bits, written and computed
SELECT id, compte + 1, compte - 3000000000, compte = 5999999992, quantite * 3000000000 FROM ville.mesures ORDER BY id

-- CASE with nulls, several matches and no default
SELECT id, CASE quantite WHEN 1 THEN 'un' WHEN 1 THEN 'encore' WHEN NULL THEN 'jamais' END, CASE WHEN quantite > 100 THEN 1 END, CASE WHEN NULL THEN 1 ELSE 2 END FROM ville.mesures ORDER BY id

-- CASE of several numeric types, as one
SELECT id, CASE WHEN id < 10 THEN quantite WHEN id < 20 THEN poids ELSE taux END, CASE WHEN actif THEN quantite ELSE compte END, CASE WHEN actif THEN ratio ELSE quantite END FROM ville.mesures ORDER BY id

-- COALESCE of several types of number
SELECT id, coalesce(quantite, compte), coalesce(quantite, poids, taux), coalesce(poids, ratio), coalesce(NULL, quantite) FROM ville.mesures ORDER BY id

-- NULLIF of each type
SELECT id, nullif(flux, 'OMR'), nullif(poids, 7.11), nullif(ratio, 0.125), nullif(jour, DATE '2024-02-29'), nullif(actif, true) FROM ville.mesures ORDER BY id

-- IF with and without its other half
SELECT id, if(quantite > 3, 'plus'), if(actif, quantite, -1), if(flux = 'OMR', poids, 0) FROM ville.mesures ORDER BY id

-- greatest and least of texts, days, decimals and booleans
SELECT id, greatest(flux, libelle), least(jour, DATE '2020-01-01'), greatest(poids, taux, 5), least(quantite, compte), greatest(ratio, 0) FROM ville.mesures ORDER BY id
