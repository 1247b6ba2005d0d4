-- capitals, and letters that have none
SELECT id, upper(libelle), lower(libelle) FROM ville.mesures ORDER BY id

-- spaces are trimmed, nothing else is
SELECT id, trim('  ' || libelle || ' '), ltrim('  a '), rtrim('  a ') || '|' FROM ville.mesures ORDER BY id

-- what is trimmed can be said
SELECT trim(BOTH 'x' FROM 'xxaxx'), trim(LEADING 'x' FROM 'xxaxx'), trim(TRAILING 'x' FROM 'xxaxx') FROM ville.mesures WHERE id = 1

-- substrings from the start and from the end
SELECT id, substr(libelle, 2, 3), substring(libelle FROM 2 FOR 2), substr(libelle, -3) FROM ville.mesures ORDER BY id

-- positions and pieces of texts
SELECT id, strpos(libelle, 'e'), position('r' IN libelle), length(libelle), replace(libelle, 'e', 'E') FROM ville.mesures ORDER BY id

-- concatenation with a null is null
SELECT id, flux || '-' || libelle, concat(flux, '+', libelle) FROM ville.mesures ORDER BY id

-- LIKE with its wildcards and without an escape
SELECT id FROM ville.mesures WHERE libelle LIKE '%e' OR libelle LIKE 'a\b' OR libelle LIKE '_le' ORDER BY id

-- NOT LIKE leaves nulls out
SELECT count(*) FROM ville.mesures WHERE flux NOT LIKE 'O%'

-- LIKE with an escape
SELECT id FROM ville.mesures WHERE libelle LIKE '%#%%' ESCAPE '#' ORDER BY id

-- integers divide to integers, decimals to doubles
SELECT id, quantite / 2, quantite % 7, poids / 3, poids / quantite, ratio / 2 FROM ville.mesures ORDER BY id

-- decimals keep their digits when they are added and multiplied
SELECT id, poids + taux, poids - 1, poids * taux, poids * 1.5, -poids FROM ville.mesures ORDER BY id

-- a decimal literal says its digits
SELECT DECIMAL '12.34' + 1, DECIMAL '-0.5' * 2, 12.340 + 0.1 FROM ville.mesures WHERE id = 1

-- sums and averages of decimals
SELECT flux, sum(poids), sum(poids * taux), avg(poids), min(poids), max(taux) FROM ville.mesures GROUP BY flux ORDER BY flux

-- rounding of decimals and doubles
SELECT id, round(ratio), round(ratio, 1), floor(ratio), ceil(ratio), round(poids, 1), floor(poids), ceil(poids) FROM ville.mesures ORDER BY id

-- signs, roots and powers
SELECT id, abs(quantite), sign(quantite), sqrt(abs(ratio)), power(quantite, 2), ln(compte + 1), exp(0) FROM ville.mesures ORDER BY id

-- casts between numbers
SELECT id, CAST(poids AS bigint), CAST(ratio AS integer), CAST(quantite AS double), CAST(poids AS decimal(12, 1)), CAST(compte AS varchar) FROM ville.mesures ORDER BY id

-- TRY_CAST of a text
SELECT TRY_CAST('12' AS integer), TRY_CAST('x' AS integer), TRY_CAST('2025-02-30' AS date), TRY_CAST('1.5' AS double) FROM ville.mesures WHERE id = 1

-- CASE, IF, COALESCE, NULLIF
SELECT id, CASE flux WHEN 'OMR' THEN 'ordures' WHEN 'VERRE' THEN 'verre' ELSE 'autre' END, CASE WHEN poids > 20 THEN poids ELSE 0 END, if(actif, 'oui', 'non'), coalesce(flux, 'inconnu'), nullif(flux, 'OMR') FROM ville.mesures ORDER BY id

-- greatest and least with a null are null
SELECT id, greatest(quantite, 3), least(poids, taux) FROM ville.mesures ORDER BY id

-- IS DISTINCT FROM knows nulls
SELECT count(*) FROM ville.mesures WHERE flux IS DISTINCT FROM 'OMR'

-- BETWEEN and IN
SELECT id FROM ville.mesures WHERE quantite BETWEEN 2 AND 9 AND flux IN ('OMR', 'EMB') AND NOT (libelle IN ('zone')) ORDER BY id

-- booleans are values
SELECT actif, count(*), bool_and(quantite > 0), bool_or(quantite > 10) FROM ville.mesures GROUP BY actif ORDER BY actif

-- a short text of a longer one
SELECT id, CAST(libelle AS varchar(3)) FROM ville.mesures ORDER BY id

-- texts are ordered by code point
SELECT libelle FROM ville.mesures GROUP BY libelle ORDER BY libelle DESC

-- texts are compared by code point
SELECT count(*) FROM ville.mesures WHERE libelle > 'a' AND libelle <= 'é'
