-- texts order by code point, nulls last
-- shows: libelle string, id int
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m ORDER BY m.libelle, m.id

-- descending, nulls last
-- shows: libelle string, id int
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m ORDER BY m.libelle DESC NULLS LAST, m.id

-- descending, nulls first
-- shows: flux string, id int
SELECT m.flux AS flux, m.id AS id FROM ville.mesures AS m ORDER BY m.flux DESC NULLS FIRST, m.id DESC

-- ascending, nulls first
-- shows: quantite int, id int
SELECT m.quantite AS quantite, m.id AS id FROM ville.mesures AS m ORDER BY m.quantite ASC NULLS FIRST, m.id

-- names order by their fold, É beside E
-- shows: libelle string, id int
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m ORDER BY interco_fold(m.libelle, 'CASE_ACCENT'), m.libelle, m.id

-- decimals order as numbers although they leave as text
-- shows: poids decimal, id int
SELECT m.poids AS poids, m.id AS id FROM ville.mesures AS m ORDER BY m.poids DESC NULLS LAST, m.id

-- floats order
-- shows: ratio float, id int
SELECT m.ratio AS ratio, m.id AS id FROM ville.mesures AS m ORDER BY m.ratio, m.id

-- booleans order: false before true
-- shows: actif boolean, id int
SELECT m.actif AS actif, m.id AS id FROM ville.mesures AS m ORDER BY m.actif, m.id

-- instants order
-- shows: releve timestamp_tz, id int
SELECT m.releve AS releve, m.id AS id FROM ville.mesures AS m ORDER BY m.releve NULLS FIRST, m.id

-- distinct texts order by code point
-- shows: libelle string
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m ORDER BY m.libelle

-- an output name orders
-- shows: nom string, n count
SELECT m.libelle AS nom, COUNT(*) AS n FROM ville.mesures AS m GROUP BY m.libelle ORDER BY n DESC, nom

-- a position orders
-- shows: libelle string, n count
SELECT m.libelle AS libelle, COUNT(*) AS n FROM ville.mesures AS m GROUP BY m.libelle ORDER BY 2 DESC, 1

-- a page, and the one after it
-- shows: libelle string, id int
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m ORDER BY m.libelle, m.id OFFSET 5 LIMIT 7

-- the rows after a key of text and number, nulls last
-- shows: libelle string, id int
-- with: last string "Zone d'activité"
-- with: last_is_null boolean false
-- with: id integer 28
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m WHERE (NOT :last_is_null AND (m.libelle > :last OR m.libelle IS NULL OR (m.libelle = :last AND m.id > :id))) OR (:last_is_null AND m.libelle IS NULL AND m.id > :id) ORDER BY m.libelle, m.id LIMIT 10

-- the rows after a null key
-- shows: libelle string, id int
-- with: last_is_null boolean true
-- with: id integer 19
-- gives: [[null, 38]]
SELECT m.libelle AS libelle, m.id AS id FROM ville.mesures AS m WHERE (:last_is_null AND m.libelle IS NULL AND m.id > :id) ORDER BY m.libelle, m.id LIMIT 10

-- the rows after a key of instant and number, the other way
-- shows: releve timestamp_tz, id int
-- with: last timestamp_tz "2024-10-27T02:30:00+01:00"
-- with: id integer 30
SELECT m.releve AS releve, m.id AS id FROM ville.mesures AS m WHERE m.releve < :last OR (m.releve = :last AND m.id < :id) ORDER BY m.releve DESC NULLS LAST, m.id DESC LIMIT 12
