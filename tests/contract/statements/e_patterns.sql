-- texts are matched by a pattern
SELECT id, regexp_like(libelle, '^[A-Z]'), regexp_like(libelle, 'é|è|ê'), regexp_like(libelle, '\w+\s+\w+$'), regexp_like(flux, '^(OMR|VERRE)$'), regexp_like(libelle, '^.{3,8}$'), regexp_like(libelle, '[^\-a-z ]') FROM ville.mesures ORDER BY id

-- what a pattern matches is right
-- gives: [[true, false, true, false, true, true, false, true, false, true, null]]
SELECT regexp_like('35000', '^\d{5}$'), regexp_like('35000 ', '^\d{5}$'), regexp_like('l''été', 't'), regexp_like('été', '^\w+$'), regexp_like('', '^$'), regexp_like('a.b', 'a\.b'), regexp_like('axb', 'a\.b'), regexp_like('12,5', '^\d+(?:,\d+)?$'), regexp_like('12,', '^\d+(?:,\d+)?$'), regexp_like('a[b]^c-d&e\f', '\[b\]\^c[\-]d&[e]\\f$'), regexp_like(CAST(NULL AS varchar), 'a') FROM ville.mesures WHERE id = 1

-- line ends end no line of a pattern
-- gives: [[false, true, false, true, false]]
SELECT regexp_like(t.x, '^b'), regexp_like(t.x, 'a\nb'), regexp_like(t.x, 'a.b'), regexp_like(t.x, 'a[^x]b'), regexp_like(t.x, 'a$') FROM ville.mesures m CROSS JOIN (VALUES ('a
b')) AS t(x) WHERE m.id = 1

-- a last line end is a letter
-- gives: [[false, true]]
SELECT regexp_like(t.x, 'a$'), regexp_like(t.x, 'a\s$') FROM ville.mesures m CROSS JOIN (VALUES ('a
')) AS t(x) WHERE m.id = 1

-- classes are of letters, spaces and digits of ASCII
-- gives: [[false, true, true, true, true, true]]
SELECT regexp_like('é', '\w'), regexp_like('é', '\W'), regexp_like(' ', '\s'), regexp_like('٣', '\D'), regexp_like('œ', '[à-ÿœ]'), regexp_like('🗑', '^.$') FROM ville.mesures WHERE id = 1

-- a pattern in a condition, beside a bare comparison
SELECT id, libelle FROM ville.mesures WHERE flux = 'OMR' AND regexp_like(libelle, '[aeiou]{1,2}') OR NOT regexp_like(libelle, 'e') ORDER BY id

-- what a pattern finds is taken out
-- gives: [["35", "000", "35000", null, null, "", "a", "Melesse"]]
SELECT regexp_extract('CP 35000', '(\d{2})(\d{3})', 1), regexp_extract('CP 35000', '(\d{2})(\d{3})', 2), regexp_extract('CP 35000', '\d+'), regexp_extract('CP', '\d+'), regexp_extract(CAST(NULL AS varchar), 'a'), regexp_extract('b', 'a*'), regexp_extract('aaa', 'a+?'), regexp_extract('rue de Melesse, 3', '(?:rue|route) (?:de|du) ([^,]+)', 1) FROM ville.mesures WHERE id = 1

-- the first of several ways is taken
-- gives: [["a", "ab", "a - b", "c", "<a>"]]
SELECT regexp_extract('ab', 'a|ab'), regexp_extract('ab', 'ab|a'), regexp_extract('a - b - c', '^(.*) - (.*)$', 1), regexp_extract('a - b - c', '^(.*) - (.*)$', 2), regexp_extract('<a><b>', '<.*?>') FROM ville.mesures WHERE id = 1

-- what is taken out of each row
SELECT id, regexp_extract(libelle, '([A-Za-zé]+)', 1), regexp_extract(libelle, '\S+$'), regexp_extract(flux, '^..') FROM ville.mesures ORDER BY id

-- what a pattern finds is replaced
-- gives: [["a-b-c", "abc", "2025-31-01", "$1 \\ x", "l't", "été", "xxx", null, "aXbX"]]
SELECT regexp_replace('a.b,c', '[.,]', '-'), regexp_replace('a1b22c', '\d+'), regexp_replace('2025-01-31', '(\d+)-(\d+)-(\d+)', '$1-$3-$2'), regexp_replace('a', 'a', '\$1 \\ x'), regexp_replace('l''été', 'é', ''), regexp_replace('e', 'e', 'été'), regexp_replace('aaa', 'a', 'x'), regexp_replace(CAST(NULL AS varchar), 'a', 'b'), regexp_replace('a1b23', '\d+', 'X') FROM ville.mesures WHERE id = 1

-- what is replaced in each row
SELECT id, regexp_replace(libelle, '\s+', ' '), regexp_replace(libelle, '^(\w)(\w*)', '$2$1'), regexp_replace(libelle, '[^\w]', '') FROM ville.mesures ORDER BY id

-- groups by what is taken out, in their order
SELECT regexp_extract(libelle, '^\S*') AS mot, count(*), min(regexp_replace(libelle, '[aeiou]', '*')) FROM ville.mesures GROUP BY 1 ORDER BY 1

-- a long text is read once
-- gives: [[false, true, null]]
SELECT regexp_like(rpad('a', 1000, 'a'), '^(?:a|b)*c$'), regexp_like(rpad('a', 1000, 'a'), '^a+$'), regexp_extract(rpad('a', 1000, 'a'), '[^b]*b') FROM ville.mesures WHERE id = 1

-- a member of JSON is read as text
-- gives: [["x", "1", "true", null, null, "é'\"", "3", null, null, null]]
SELECT json_extract_scalar(t.x, '$.a.b[0]'), json_extract_scalar(t.x, '$.a.b[1]'), json_extract_scalar(t.x, '$.a.b[2]'), json_extract_scalar(t.x, '$.a.b[3]'), json_extract_scalar(t.x, '$.a.b[9]'), json_extract_scalar(t.x, '$["c d"]'), json_extract_scalar('[1,2,3]', '$[2]'), json_extract_scalar(t.x, '$.a.b'), json_extract_scalar(t.x, '$.z.y'), json_extract_scalar(CAST(NULL AS varchar), '$.a') FROM ville.mesures m CROSS JOIN (VALUES ('{"a": {"b": ["x", 1, true, null]}, "c d": "\u00e9''\""}')) AS t(x) WHERE m.id = 1

-- numbers of JSON are spelt alike
-- gives: [["1.5", "1000", "-0.25", "12345678901234567890123", "0", "100", "1.50", "0.1"]]
SELECT json_extract_scalar(t.x, '$[0]'), json_extract_scalar(t.x, '$[1]'), json_extract_scalar(t.x, '$[2]'), json_extract_scalar(t.x, '$[3]'), json_extract_scalar(t.x, '$[4]'), json_extract_scalar(t.x, '$[5]'), json_extract_scalar(t.x, '$[6]'), json_extract_scalar(t.x, '$[7]') FROM ville.mesures m CROSS JOIN (VALUES ('[1.50, 1e3, -25E-2, 12345678901234567890123, 0.0, 100, "1.50", 0.1]')) AS t(x) WHERE m.id = 1

-- what is no JSON has no member
-- gives: [[null], [null], [null], [null], [null], [null], [null], ["1"]]
SELECT json_extract_scalar(t.x, '$.a') FROM ville.mesures m CROSS JOIN (VALUES (1, ''), (2, 'a'), (3, '{"a": 1,}'), (4, '{"a": NaN}'), (5, '{"a": 1} x'), (6, '{"a": 1'), (7, '{''a'': 1}'), (8, ' {"a": 1, "b": "x,]"} ')) AS t(n, x) WHERE m.id = 1 ORDER BY t.n

-- columns that are no JSON
SELECT id, json_extract_scalar(libelle, '$.a'), json_extract_scalar(CAST(id AS varchar), '$.a'), json_extract_scalar('{"n": ' || CAST(id AS varchar) || ', "l": "' || replace(libelle, '"', '') || '"}', '$.l') FROM ville.mesures ORDER BY id

-- texts are turned round
SELECT id, reverse(libelle), reverse(flux) FROM ville.mesures ORDER BY id

-- letters are turned round, and accents of their own
-- gives: [["éta", "", null, "áe"]]
SELECT reverse('até'), reverse(''), reverse(CAST(NULL AS varchar)), reverse('éa') FROM ville.mesures WHERE id = 1

-- distinct texts put end to end
SELECT count(*), listagg(DISTINCT flux, ', ') WITHIN GROUP (ORDER BY flux), listagg(DISTINCT libelle, '|') WITHIN GROUP (ORDER BY libelle DESC), listagg(DISTINCT flux, ',') WITHIN GROUP (ORDER BY flux) FILTER (WHERE id < 5) FROM ville.mesures

-- distinct texts of each group
SELECT actif, listagg(DISTINCT flux, '/') WITHIN GROUP (ORDER BY flux) FROM ville.mesures GROUP BY actif ORDER BY actif

-- nulls are passed over in a window
SELECT id, first_value(libelle) IGNORE NULLS OVER (PARTITION BY flux ORDER BY id), last_value(ratio) IGNORE NULLS OVER (ORDER BY id), lag(libelle) IGNORE NULLS OVER (ORDER BY id), lag(ratio, 2) IGNORE NULLS OVER (ORDER BY id), lead(poids) IGNORE NULLS OVER (ORDER BY id), nth_value(jour, 3) IGNORE NULLS OVER (ORDER BY id), lag(libelle) RESPECT NULLS OVER (ORDER BY id) FROM ville.mesures ORDER BY id

-- the last value known is right
-- gives: [[1, "a", null, "b", "a"], [2, "a", "a", "b", "b"], [3, "b", "a", null, "b"], [4, "b", "b", null, "b"]]
SELECT t.n, last_value(t.x) IGNORE NULLS OVER (ORDER BY t.n), lag(t.x) IGNORE NULLS OVER (ORDER BY t.n), lead(t.x) IGNORE NULLS OVER (ORDER BY t.n), coalesce(first_value(t.x) IGNORE NULLS OVER (ORDER BY t.n ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), 'b') FROM ville.mesures m CROSS JOIN (VALUES (1, 'a'), (2, NULL), (3, 'b'), (4, NULL)) AS t(n, x) WHERE m.id = 1 ORDER BY t.n

-- what is tried is null where a cast of it fails
-- gives: [[2025, null, null, 12, null, null, 3]]
SELECT try(year(CAST(concat('2025-01-', '31') AS date))), try(year(CAST(concat('2025-02-', '31') AS date))), try(CAST(CAST(concat('x', '1') AS bigint) AS varchar)), try(CAST(substr('a12', 2) AS integer)), try(1 / (id - 1)), try(month(date_parse(concat('31-', '12'), '%Y%m%d'))), try(6 / (id + 1)) FROM ville.mesures WHERE id = 1

-- what a lateral computes of a row
SELECT m.id, t.mot, u.long, t.* FROM ville.mesures m CROSS JOIN LATERAL (SELECT regexp_extract(m.libelle, '^\S+'), m.quantite * 2) AS t(mot, double), LATERAL (SELECT length(t.mot) AS long) AS u WHERE u.long > 2 AND t.double IS NOT NULL ORDER BY m.id, long

-- groups by what a lateral computes
SELECT t.an, count(*), max(t.an) FROM ville.mesures m LEFT JOIN LATERAL (SELECT year(m.jour) AS an) t ON true GROUP BY t.an ORDER BY t.an
