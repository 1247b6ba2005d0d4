-- every row is there, in the order of its key
-- shows: id int
SELECT m.id FROM ville.mesures AS m ORDER BY m.id

-- text equals text, capitals and accents counting
-- shows: id int
-- with: p string "verre"
SELECT m.id FROM ville.mesures AS m WHERE m.libelle = :p ORDER BY m.id

-- text differs, and null never does
-- shows: n count
-- with: p string "OMR"
-- gives: [[24]]
SELECT COUNT(*) AS n FROM ville.mesures AS m WHERE m.flux <> :p

-- IN a list of texts
-- shows: id int
-- with: a string "OMR"
-- with: b string "EMB"
SELECT m.id FROM ville.mesures AS m WHERE m.flux IN (:a, :b) ORDER BY m.id

-- NOT IN leaves nulls out
-- shows: n count
-- with: a string "OMR"
-- with: b string "EMB"
-- gives: [[12]]
SELECT COUNT(*) AS n FROM ville.mesures AS m WHERE m.flux NOT IN (:a, :b)

-- an empty list matches nothing
-- shows: n count
-- gives: [[0]]
SELECT COUNT(*) AS n FROM ville.mesures AS m WHERE FALSE

-- texts compare by code point: capitals before small letters, accents last
-- shows: id int, libelle string
-- with: p string "a"
SELECT m.id AS id, m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle > :p ORDER BY m.id

-- texts compare by code point the other way
-- shows: id int
-- with: p string "Z"
SELECT m.id FROM ville.mesures AS m WHERE m.libelle <= :p ORDER BY m.id

-- a text lies between two
-- shows: id int
-- with: a string "L"
-- with: b string "b"
SELECT m.id FROM ville.mesures AS m WHERE m.libelle BETWEEN :a AND :b ORDER BY m.id

-- integers compare
-- shows: id int
-- with: a integer -3
-- with: b integer 5
SELECT m.id FROM ville.mesures AS m WHERE m.quantite >= :a AND m.quantite < :b ORDER BY m.id

-- integers beyond 32 bits compare
-- shows: id int
-- with: p bigint 5999999990
SELECT m.id FROM ville.mesures AS m WHERE m.compte >= :p ORDER BY m.id

-- decimals compare exactly
-- shows: id int
-- with: a decimal "-17.63"
-- with: b decimal "30.00"
SELECT m.id FROM ville.mesures AS m WHERE m.poids BETWEEN :a AND :b ORDER BY m.id

-- floats compare
-- shows: id int
-- with: p float 0.125
SELECT m.id FROM ville.mesures AS m WHERE m.ratio > :p OR m.ratio = :p ORDER BY m.id

-- booleans compare
-- shows: id int
-- with: p boolean true
SELECT m.id FROM ville.mesures AS m WHERE m.actif = :p ORDER BY m.id

-- days compare
-- shows: id int
-- with: a date "2019-01-01"
-- with: b date "2020-02-29"
SELECT m.id FROM ville.mesures AS m WHERE m.jour >= :a AND m.jour <= :b ORDER BY m.id

-- timestamps compare to the microsecond
-- shows: id int
-- with: p timestamp "2024-02-14T22:30:00.000009"
SELECT m.id FROM ville.mesures AS m WHERE m.pose > :p ORDER BY m.id

-- instants compare whatever the offset they are written with
-- shows: id int
-- with: p timestamp_tz "2024-01-01T00:00:00+01:00"
SELECT m.id FROM ville.mesures AS m WHERE m.releve = :p ORDER BY m.id

-- IS NULL and IS NOT NULL
-- shows: absent count, present count
-- gives: [[12, 36]]
SELECT COUNT(CASE WHEN m.flux IS NULL THEN 1 END) AS absent, COUNT(CASE WHEN m.flux IS NOT NULL THEN 1 END) AS present FROM ville.mesures AS m

-- NOT of a comparison leaves nulls out
-- shows: id int
-- with: p integer 0
SELECT m.id FROM ville.mesures AS m WHERE NOT (m.quantite > :p) ORDER BY m.id

-- AND, OR and NOT nest
-- shows: id int
-- with: a string "OMR"
-- with: b integer 3
-- with: c boolean false
SELECT m.id FROM ville.mesures AS m WHERE (m.flux = :a AND NOT (m.quantite < :b OR m.actif = :c)) OR m.libelle IS NULL ORDER BY m.id

-- IS DISTINCT FROM counts null as a value
-- shows: n count
-- with: p string "OMR"
-- gives: [[36]]
SELECT COUNT(*) AS n FROM ville.mesures AS m WHERE m.flux IS DISTINCT FROM :p

-- a text contains a percent sign
-- shows: libelle string
-- with: p contains "100 %"
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle LIKE :p

-- a text contains an underscore, which is no wildcard
-- shows: libelle string
-- with: p contains "a_b"
-- gives: [["a_b"]]
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle LIKE :p

-- a text contains a backslash, which is no escape
-- shows: libelle string
-- with: p contains "a\\b"
-- gives: [["a\\b"]]
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle LIKE :p

-- a text starts with
-- shows: id int
-- with: p starts "Zone"
SELECT m.id FROM ville.mesures AS m WHERE m.libelle LIKE :p ORDER BY m.id

-- a text ends with
-- shows: id int
-- with: p ends "e"
SELECT m.id FROM ville.mesures AS m WHERE m.libelle LIKE :p ORDER BY m.id

-- LIKE without ESCAPE has no escape
-- shows: libelle string
-- gives: [["a\\b"]]
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle LIKE 'a\_'

-- quotes and dollars in values are only characters
-- shows: libelle string
-- with: a string "Zone d'activité"
-- with: b string "dit \"gros\""
-- with: c string "$1"
SELECT DISTINCT m.libelle AS libelle FROM ville.mesures AS m WHERE m.libelle IN (:a, :b, :c) ORDER BY m.libelle

-- a fold of case and accents compares
-- shows: id int, libelle string
-- with: p contains "oeuvre"
SELECT m.id AS id, m.libelle AS libelle FROM ville.mesures AS m WHERE interco_fold(m.libelle, 'CASE_ACCENT') LIKE :p ORDER BY m.id

-- a fold of case alone keeps accents
-- shows: id int
-- with: p string "éco-point"
SELECT m.id FROM ville.mesures AS m WHERE interco_fold(m.libelle, 'CASE') = :p ORDER BY m.id

-- a value given twice is one value
-- shows: id int
-- with: p string "VERRE"
SELECT m.id FROM ville.mesures AS m WHERE m.flux = :p OR m.libelle = :p ORDER BY m.id
