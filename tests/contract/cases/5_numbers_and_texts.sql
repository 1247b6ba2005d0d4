-- integers divide as integers, towards zero
-- shows: id int, a int, b int, c int
SELECT m.id AS id, m.quantite / 2 AS a, m.quantite / -4 AS b, m.quantite % 4 AS c FROM ville.mesures AS m ORDER BY m.id

-- a division by zero is null
-- shows: id int, a int, b float, c int, d float
SELECT m.id AS id, 10 / m.quantite AS a, m.ratio / m.ratio AS b, 7 % m.quantite AS c, m.poids / (m.quantite - 5) AS d FROM ville.mesures AS m ORDER BY m.id

-- decimals divide as floats
-- shows: id int, a float
SELECT m.id AS id, m.poids / m.taux AS a FROM ville.mesures AS m ORDER BY m.id

-- decimals add, subtract and multiply exactly
-- shows: id int, a decimal, b decimal
SELECT m.id AS id, m.poids + m.taux AS a, m.poids - m.taux AS b FROM ville.mesures AS m ORDER BY m.id

-- floats round half away from zero
-- shows: id int, a float, b float
SELECT m.id AS id, ROUND(m.ratio) AS a, ROUND(m.ratio, 2) AS b FROM ville.mesures AS m ORDER BY m.id

-- decimals round half away from zero
-- shows: id int, a decimal
SELECT m.id AS id, ROUND(m.poids) AS a FROM ville.mesures AS m ORDER BY m.id

-- floats and decimals become integers half away from zero
-- shows: id int, a int, b bigint
SELECT m.id AS id, CAST(m.ratio * 4 AS INTEGER) AS a, CAST(m.poids AS BIGINT) AS b FROM ville.mesures AS m ORDER BY m.id

-- floors, ceilings, absolutes and signs
-- shows: id int, a float, b float, c int, d float, e decimal
SELECT m.id AS id, FLOOR(m.ratio) AS a, CEIL(m.ratio) AS b, ABS(m.quantite) AS c, SIGN(m.ratio) AS d, ABS(m.poids) AS e FROM ville.mesures AS m ORDER BY m.id

-- roots, powers, exponentials and logarithms
-- shows: id int, a float, b float, c float, d float
SELECT m.id AS id, SQRT(ABS(m.ratio)) AS a, POWER(m.quantite, 2) AS b, EXP(m.ratio) AS c, LN(ABS(m.ratio) + 1) AS d FROM ville.mesures AS m ORDER BY m.id

-- greatest and least of a null are null
-- shows: id int, a int, b string
SELECT m.id AS id, GREATEST(m.quantite, 3) AS a, LEAST(m.libelle, m.flux) AS b FROM ville.mesures AS m ORDER BY m.id

-- COALESCE and NULLIF
-- shows: id int, a string, b int, c decimal
SELECT m.id AS id, COALESCE(m.flux, m.libelle, 'rien') AS a, NULLIF(m.quantite, 5) AS b, COALESCE(m.poids, 0) AS c FROM ville.mesures AS m ORDER BY m.id

-- CASE with and without a subject
-- shows: id int, a string, b int
SELECT m.id AS id, CASE m.flux WHEN 'OMR' THEN 'ordures' WHEN 'VERRE' THEN 'verre' END AS a, CASE WHEN m.quantite > 5 THEN 1 WHEN m.quantite > 0 THEN 0 ELSE -1 END AS b FROM ville.mesures AS m ORDER BY m.id

-- lengths count characters
-- shows: id int, a int
SELECT m.id AS id, LENGTH(m.libelle) AS a FROM ville.mesures AS m ORDER BY m.id

-- substrings from the start, the middle and the end
-- shows: id int, a string, b string, c string, d string
SELECT m.id AS id, SUBSTR(m.libelle, 1, 3) AS a, SUBSTR(m.libelle, 3) AS b, SUBSTR(m.libelle, -2) AS c, SUBSTR(m.libelle, 0) AS d FROM ville.mesures AS m ORDER BY m.id

-- substrings from a computed start, of a computed length
-- shows: id int, a string, b string
SELECT m.id AS id, SUBSTR(m.libelle, m.quantite) AS a, SUBSTR(m.libelle, 2, m.quantite) AS b FROM ville.mesures AS m ORDER BY m.id

-- texts join, and a null makes null
-- shows: id int, a string, b string
SELECT m.id AS id, m.flux || '-' || m.libelle AS a, CONCAT(m.libelle, '/', m.code_commune) AS b FROM ville.mesures AS m ORDER BY m.id

-- texts are replaced, translated and found
-- shows: id int, a string, b string, c int, d boolean
SELECT m.id AS id, REPLACE(m.libelle, 'e', 'é') AS a, TRANSLATE(m.libelle, 'aeé', 'AE') AS b, STRPOS(m.libelle, 'e') AS c, STARTS_WITH(m.libelle, 'V') AS d FROM ville.mesures AS m ORDER BY m.id

-- a text is cut to n characters
-- shows: id int, a string
SELECT m.id AS id, CAST(m.libelle AS VARCHAR(4)) AS a FROM ville.mesures AS m ORDER BY m.id

-- whole numbers, decimals, days and booleans as text
-- shows: id int, a string, b string, c string, d string
SELECT m.id AS id, CAST(m.compte AS VARCHAR) AS a, CAST(m.poids AS VARCHAR) AS b, CAST(m.jour AS VARCHAR) AS c, CAST(m.actif AS VARCHAR) AS d FROM ville.mesures AS m ORDER BY m.id

-- every column as it is
-- shows: id int, code_commune string, flux string, libelle string, quantite int, compte bigint, poids decimal, taux decimal, ratio float, actif boolean, jour date, pose timestamp, releve timestamp_tz
SELECT m.id, m.code_commune, m.flux, m.libelle, m.quantite, m.compte, m.poids, m.taux, m.ratio, m.actif, m.jour, m.pose, m.releve FROM ville.mesures AS m ORDER BY m.id

-- one row as it is
-- shows: code_commune string, poids decimal, taux decimal, ratio float, actif boolean, jour date, releve timestamp_tz
-- with: p integer 3
-- gives: [["35210", "7.11", "0.493", -1.875, true, "2018-12-22", "2024-03-31 00:59:59.000000Z"]]
SELECT m.code_commune, m.poids, m.taux, m.ratio, m.actif, m.jour, m.releve FROM ville.mesures AS m WHERE m.id = :p
