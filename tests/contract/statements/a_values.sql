-- decimals of several scales in VALUES keep all their digits
-- gives: [["1.25"], ["100.50"], ["2.20"], [null]]
SELECT x FROM ville.mesures m CROSS JOIN (VALUES (1.25), (2.2), (NULL), (100.5)) v(x) WHERE m.id = 1

-- a table of rates typed into a query is joined as it was written
-- gives: [[1, "0.055"], [2, "0.100"], [3, "12.000"]]
SELECT m.id, t.taux FROM ville.mesures m JOIN (VALUES (1, 0.055), (2, 0.1), (3, 12)) t(id, taux) ON t.id = m.id ORDER BY m.id

-- what is computed of such a column is exact
-- gives: [["3.45", "1.15", "2.30"]]
SELECT sum(x), min(x), max(x) FROM ville.mesures m CROSS JOIN (VALUES (1.15), (2.3), (NULL)) v(x) WHERE m.id = 1

-- a double in VALUES makes doubles of its column
-- gives: [[1e-07], [2.25], [3.0]]
SELECT x FROM ville.mesures m CROSS JOIN (VALUES (1e-7), (2.25), (3)) v(x) WHERE m.id = 1

-- whole numbers of several sizes in VALUES
-- gives: [[1, 1], [2, 10000000000]]
SELECT n, x FROM ville.mesures m CROSS JOIN (VALUES (1, 1), (2, 10000000000)) v(n, x) WHERE m.id = 1 ORDER BY n

-- days and moments in one column of VALUES
-- gives: [["2025-01-31 00:00:00.000000"], ["2025-02-01 08:00:00.000000"], [null]]
SELECT x FROM ville.mesures m CROSS JOIN (VALUES (DATE '2025-01-31'), (NULL), (TIMESTAMP '2025-02-01 08:00:00')) v(x) WHERE m.id = 1

-- a column of nothing but NULL is text
-- gives: [[1, null], [2, null]]
SELECT n, x FROM ville.mesures m CROSS JOIN (VALUES (1, NULL), (2, NULL)) v(n, x) WHERE m.id = 1 ORDER BY n

-- what stands in VALUES may be computed
-- gives: [["1.50"], ["3.10"]]
SELECT x FROM ville.mesures m CROSS JOIN (VALUES (1 + 0.5), (2.05 + 1.05)) v(x) WHERE m.id = 1 ORDER BY x
