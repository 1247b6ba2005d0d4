-- masked columns in every place of a query
SELECT flux, libelle, count(*), min(jour), max(pose) FROM ville.masquees WHERE jour >= DATE '2025-01-01' GROUP BY flux, libelle ORDER BY flux

-- two branches over one dataset
SELECT id, flux, libelle, quantite, jour, poids FROM ville.croisees ORDER BY id

-- a masked column joined with itself
SELECT count(*) FROM ville.masquees a JOIN ville.masquees b ON a.flux = b.flux

-- the owner's rows beside those of an agreement
SELECT m.id FROM ville.mesures m LEFT JOIN ville.masquees x ON x.id = m.id WHERE x.id IS NULL ORDER BY m.id

-- a territory under a window
SELECT id, code_commune, rank() OVER (PARTITION BY code_commune ORDER BY poids DESC, id) FROM ville.territoire ORDER BY id

-- a condition that could fail on a hidden row
SELECT id FROM ville.masquees WHERE 100 / (id - 3) > 1 AND CAST(poids AS integer) > 0 ORDER BY id

-- communes as the agreement shows them
SELECT code_commune, count(*) FROM ville.communes GROUP BY 1 ORDER BY 1

-- a branch that shows communes or their EPCI
SELECT code_commune, count(*) FROM ville.melange GROUP BY ROLLUP (code_commune) ORDER BY 1, 2
