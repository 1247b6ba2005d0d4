-- a hash, a constant, a null, and the first of months and years
-- shows: id int, flux string, libelle string, quantite int, jour date, pose timestamp, releve timestamp_tz
SELECT m.id, m.flux, m.libelle, m.quantite, m.jour, m.pose, m.releve FROM ville.masquees AS m ORDER BY m.id

-- groups by a hash
-- shows: flux string, n count
SELECT m.flux AS flux, COUNT(*) AS n FROM ville.masquees AS m GROUP BY m.flux ORDER BY m.flux

-- a condition on a masked day sees the mask
-- shows: id int
-- with: p date "2019-02-01"
SELECT m.id FROM ville.masquees AS m WHERE m.jour = :p ORDER BY m.id

-- a condition on a masked text sees the mask
-- shows: n count
-- with: p string "OMR"
-- gives: [[0]]
SELECT COUNT(*) AS n FROM ville.masquees AS m WHERE m.flux = :p

-- two agreements: each row once, each cell by the one that shows it best
-- shows: id int, flux string, libelle string, poids decimal, jour date, releve timestamp_tz
SELECT m.id, m.flux, m.libelle, m.poids, m.jour, m.releve FROM ville.croisees AS m ORDER BY m.id

-- sums over two agreements count each row once
-- shows: flux string, n count, poids decimal, taux decimal
SELECT m.flux AS flux, COUNT(*) AS n, SUM(m.poids) AS poids, SUM(m.taux) AS taux FROM ville.croisees AS m GROUP BY m.flux ORDER BY m.flux

-- the rows on its land, each on the map of its own day
-- shows: id int, code_commune string, jour date
SELECT m.id, m.code_commune, m.jour FROM ville.territoire AS m ORDER BY m.id

-- the current commune of each row, and its groups
-- shows: commune string, n count
SELECT interco_commune_code(m.code_commune, m.jour) AS commune, COUNT(*) AS n FROM ville.mesures AS m GROUP BY interco_commune_code(m.code_commune, m.jour) ORDER BY 1

-- the key of a commune's label
-- shows: id int, label string
SELECT m.id AS id, interco_commune_label(m.code_commune, m.jour) AS label FROM ville.mesures AS m ORDER BY m.id

-- communes order by their folded names, from the inline reference
-- shows: id int, label string
SELECT m.id AS id, interco_commune_label(m.code_commune, m.jour) AS label FROM ville.territoire AS m LEFT JOIN interco_reference.communes AS r ON r.label = interco_commune_name(m.code_commune, m.jour) ORDER BY r.nom_tri NULLS LAST, m.id

-- communes group by their code, and their groups order by their folded names
-- shows: commune string, n count
SELECT g.commune AS commune, g.n AS n FROM (SELECT interco_commune_code(m.code_commune, m.jour) AS commune, interco_commune_name(m.code_commune, m.jour) AS nom, COUNT(*) AS n FROM ville.mesures AS m GROUP BY interco_commune_code(m.code_commune, m.jour), interco_commune_name(m.code_commune, m.jour)) AS g LEFT JOIN interco_reference.communes AS r ON r.label = g.nom ORDER BY r.nom_tri NULLS LAST, g.commune, g.nom

-- the row id is the same hash on every engine
-- shows: id int, row string
SELECT m.id AS id, interco_row_id(m.id) AS row FROM ville.mesures AS m ORDER BY m.id

-- a governed table joined with itself
-- shows: n count
SELECT COUNT(*) AS n FROM ville.masquees AS a JOIN ville.masquees AS b ON a.flux = b.flux AND a.id < b.id

-- a governed table beside another owner's rules
-- shows: flux string, n count
SELECT a.flux AS flux, COUNT(*) AS n FROM ville.croisees AS a JOIN ville.territoire AS b ON a.id = b.id GROUP BY a.flux ORDER BY a.flux

-- each code as the commune of its day, an unknown day as none
-- shows: id int, commune string, jour date
SELECT m.id AS id, m.code_commune AS commune, m.jour AS jour FROM ville.communes AS m ORDER BY m.id

-- communes of the day, grouped
-- shows: commune string, n count
SELECT m.code_commune AS commune, COUNT(*) AS n FROM ville.communes AS m GROUP BY m.code_commune ORDER BY m.code_commune NULLS LAST

-- each code as the EPCI of its commune
-- shows: epci string, n count
SELECT m.code_commune AS epci, COUNT(*) AS n FROM ville.epci AS m GROUP BY m.code_commune ORDER BY m.code_commune NULLS LAST

-- a condition on a code shown as its EPCI sees the EPCI
-- shows: n count
-- with: p string "35308"
-- gives: [[0]]
SELECT COUNT(*) AS n FROM ville.epci AS m WHERE m.code_commune = :p

-- a code that is clear for some rows and an EPCI for others, with the commune where it is one
-- shows: id int, code string, commune string
SELECT m.id AS id, m.code_commune AS code, interco_commune_code(m.code_commune, m.jour) AS commune FROM ville.melange AS m ORDER BY m.id
