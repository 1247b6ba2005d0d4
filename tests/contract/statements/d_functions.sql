-- the last days of months
SELECT id, last_day_of_month(jour), last_day_of_month(pose) FROM ville.mesures ORDER BY id

-- days and moments in digits
SELECT id, date_format(jour, '%d/%m/%Y'), date_format(pose, '%Y-%m-%d %H:%i:%s le %e/%c %j %y %v %x %k %T %%'), date_format(releve, '%Y%m') FROM ville.mesures ORDER BY id

-- what a format gives is right
-- gives: [["29/02/2024", "09/2024", "0830"]]
SELECT date_format(DATE '2024-02-29', '%d/%m/%Y'), date_format(DATE '2024-02-29', '%v/%x'), date_format(TIMESTAMP '2024-02-29 08:30:00', '%H%i') FROM ville.mesures WHERE id = 1

-- texts are read by a format
-- gives: [["2025-01-31 00:00:00.000000", "2025-01-31 08:05:00.000000", "2025-02-01", null]]
SELECT date_parse(concat('31/01/', '2025'), '%d/%m/%Y'), date_parse('31.01.2025 08:05', '%d.%m.%Y %H:%i'), CAST(date_parse('01022025', '%d%m%Y') AS date), try(date_parse('31/02/2025', '%d/%m/%Y')) FROM ville.mesures WHERE id = 1

-- a text of another format fails
-- fails
SELECT date_parse(concat('31-01-', '2025'), '%d/%m/%Y') FROM ville.mesures WHERE id = 1

-- a day that is none fails
-- fails
SELECT date_parse(concat('31/02/', '2025'), '%d/%m/%Y') FROM ville.mesures WHERE id = 1

-- numbers are cut, and put in buckets
SELECT id, truncate(ratio), truncate(poids), truncate(-2.7), log10(1000), log10(ratio), width_bucket(ratio, -2, 2, 4), width_bucket(poids, 0, 10, 5) FROM ville.mesures ORDER BY id

-- trigonometry
SELECT id, cbrt(27), cbrt(poids), sin(ratio), cos(quantite), tan(ratio), asin(ratio), acos(ratio), atan(ratio), atan2(ratio, 2), radians(180), degrees(ratio), pi() FROM ville.mesures ORDER BY id

-- texts are filled up and joined
SELECT id, lpad(libelle, 5, '*'), rpad(libelle, 12, '-='), lpad(CAST(id AS varchar), 5, '0'), concat_ws(', ', flux, libelle, CAST(id AS varchar)), concat_ws('-', flux, flux) FROM ville.mesures ORDER BY id

-- what is filled up is right
-- gives: [["007", "ab-=-", "abc", "a, b", "b", null]]
SELECT lpad('7', 3, '0'), rpad('ab', 5, '-='), lpad('abcdef', 3, '*'), concat_ws(', ', 'a', NULL, 'b'), split_part('a--b----c', '--', 2), split_part('a', 'b', 2) FROM ville.mesures WHERE id = 1

-- parts of texts
SELECT id, split_part(libelle, ' ', 1), split_part(libelle, ' ', 2), split_part(libelle, ' ', 3), split_part('a--b----c', '--', 3), split_part('a--b----c', '--', 4) FROM ville.mesures ORDER BY id

-- the value beside the greatest and the least
SELECT flux, max_by(libelle, jour), min_by(id, poids), max_by(poids, ratio), min_by(jour, ratio) FILTER (WHERE id > 10), max_by(actif, quantite) FROM ville.mesures GROUP BY flux ORDER BY flux

-- exact percentiles of each type
SELECT flux, approx_percentile(quantite, 0.5), approx_percentile(poids, 0.9), approx_percentile(ratio, 0.25), approx_percentile(jour, 0), approx_percentile(libelle, 1), approx_percentile(id, 0.07) FILTER (WHERE id > 10) FROM ville.mesures GROUP BY flux ORDER BY flux

-- the median of 48 numbers is the 24th, and of none NULL
-- gives: [[24, 5, 48, null, null, null]]
SELECT approx_percentile(id, 0.5), approx_percentile(id, .1), approx_percentile(id, 0.999), approx_percentile(id, 0.5) FILTER (WHERE id < 0), max_by(id, ratio) FILTER (WHERE id < 0), listagg(flux, ',') WITHIN GROUP (ORDER BY id) FILTER (WHERE id < 0) FROM ville.mesures

-- the median and the 7th of a hundred, as standard SQL says them
-- gives: [[24, 24, 5, 4, 48, null]]
SELECT median(id), percentile_disc(0.5) WITHIN GROUP (ORDER BY id), percentile_disc(0.1) WITHIN GROUP (ORDER BY id), percentile_disc(0.07) WITHIN GROUP (ORDER BY id), percentile_disc(1) WITHIN GROUP (ORDER BY id), median(id) FILTER (WHERE id < 0) FROM ville.mesures

-- groups that percentiles keep and put in an order
SELECT flux, median(poids), percentile_disc(0.9) WITHIN GROUP (ORDER BY jour) FILTER (WHERE id > 10) FROM ville.mesures GROUP BY flux HAVING median(quantite) > 0 OR median(quantite) IS NULL ORDER BY median(ratio) DESC, flux

-- texts put end to end in an order
SELECT flux, listagg(libelle, ' | ') WITHIN GROUP (ORDER BY quantite DESC, id), listagg(libelle, ', ') WITHIN GROUP (ORDER BY libelle) FILTER (WHERE id < 20), listagg(CAST(id AS varchar), ',') WITHIN GROUP (ORDER BY actif) FROM ville.mesures GROUP BY flux ORDER BY flux

-- correlations and slopes
SELECT flux, corr(ratio, id), regr_slope(ratio, id), regr_intercept(poids, id), covar_pop(ratio, poids), covar_samp(ratio, poids) FROM ville.mesures GROUP BY flux ORDER BY flux

-- correlations of what does not vary are null
SELECT corr(ratio, 1), regr_slope(ratio, 1), covar_samp(ratio, id), corr(ratio, id) FROM ville.mesures WHERE id = 1

-- the third value of a window
SELECT id, nth_value(libelle, 3) OVER (PARTITION BY flux ORDER BY id), nth_value(id, 1) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM ville.mesures ORDER BY id

-- a point without a digit before or after it
-- gives: [["0.5", "5", "0.75", "5.25"]]
SELECT .5, 5., 1.5 * .5, 5. + .25 FROM ville.mesures WHERE id = 1

-- numbers of a sequence, joined
-- gives: [[1], [3], [5]]
SELECT t.n FROM ville.mesures m CROSS JOIN UNNEST(sequence(1, 6, 2)) AS t(n) WHERE m.id = 1 ORDER BY 1

-- a calendar of days
-- gives: [[366, "2024-01-01", "2024-12-31"]]
SELECT count(*), min(t.jour), max(t.jour) FROM ville.mesures m CROSS JOIN UNNEST(sequence(DATE '2024-01-01', DATE '2024-12-31')) AS t(jour) WHERE m.id = 1

-- months without a row are there
SELECT t.mois, count(m.id) FROM UNNEST(sequence(DATE '2018-01-01', DATE '2021-12-01', INTERVAL '1' MONTH)) AS t(mois) LEFT JOIN ville.mesures m ON date_trunc('month', m.jour) = t.mois GROUP BY t.mois ORDER BY t.mois

-- weeks, two by two
SELECT s.jour FROM ville.mesures m CROSS JOIN UNNEST(sequence(DATE '2024-01-01', DATE '2024-03-01', INTERVAL '2' WEEK)) AS s(jour) WHERE m.id = 1 ORDER BY s.jour

-- a sequence backwards, and one of nothing
-- gives: [[1], [2], [3]]
SELECT s.n FROM ville.mesures m CROSS JOIN UNNEST(sequence(3, 1, -1)) AS s(n) LEFT JOIN UNNEST(sequence(3, 1)) AS o(n) ON o.n = s.n WHERE m.id = 1 ORDER BY s.n
