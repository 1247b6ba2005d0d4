-- integers divide as integers, by nothing as null
SELECT x.i / 2, x.i / x.b, x.i % x.b
-- trino: SELECT "x"."i" / 2, "x"."i" / NULLIF("x"."b", 0), "x"."i" % NULLIF("x"."b", 0)
-- duckdb: SELECT "x"."i" // 2, "x"."i" // NULLIF("x"."b", 0), "x"."i" % NULLIF("x"."b", 0)
-- postgres: SELECT "x"."i" / 2, "x"."i" / NULLIF("x"."b", 0), "x"."i" % NULLIF("x"."b", 0)

-- decimals divide in double
SELECT x.m / x.i
-- trino: SELECT CAST("x"."m" AS DOUBLE) / NULLIF(CAST("x"."i" AS DOUBLE), 0)
-- duckdb: SELECT CAST("x"."m" AS DOUBLE) / NULLIF(CAST("x"."i" AS DOUBLE), 0)
-- postgres: SELECT CAST("x"."m" AS DOUBLE PRECISION) / NULLIF(CAST("x"."i" AS DOUBLE PRECISION), 0)

-- averages are in double
SELECT AVG(x.m), AVG(DISTINCT x.i), AVG(x.f)
-- trino: SELECT AVG(CAST("x"."m" AS DOUBLE)), AVG(DISTINCT CAST("x"."i" AS DOUBLE)), AVG("x"."f")
-- duckdb: SELECT AVG(CAST("x"."m" AS DOUBLE)), AVG(DISTINCT CAST("x"."i" AS DOUBLE)), AVG("x"."f")
-- postgres: SELECT AVG(CAST("x"."m" AS DOUBLE PRECISION)), AVG(DISTINCT CAST("x"."i" AS DOUBLE PRECISION)), AVG("x"."f")

-- sums have one type, also over a window and under a filter
SELECT SUM(x.i), SUM(x.m), SUM(x.f), SUM(x.i) FILTER (WHERE x.v), SUM(x.b) OVER (PARTITION BY x.n ORDER BY x.d)
-- trino: SELECT CAST(SUM("x"."i") AS BIGINT), CAST(SUM("x"."m") AS DECIMAL(38, 2)), SUM("x"."f"), CAST(SUM("x"."i") FILTER(WHERE "x"."v") AS BIGINT), CAST(SUM("x"."b") OVER (PARTITION BY "x"."n" ORDER BY "x"."d") AS BIGINT)
-- duckdb: SELECT CAST(SUM("x"."i") AS BIGINT), CAST(SUM("x"."m") AS DECIMAL(38, 2)), SUM("x"."f"), CAST(SUM("x"."i") FILTER(WHERE "x"."v") AS BIGINT), CAST(SUM("x"."b") OVER (PARTITION BY "x"."n" ORDER BY "x"."d") AS BIGINT)
-- postgres: SELECT CAST(SUM("x"."i") AS BIGINT), CAST(SUM("x"."m") AS DECIMAL(38, 2)), SUM("x"."f"), CAST(SUM("x"."i") FILTER(WHERE "x"."v") AS BIGINT), CAST(SUM("x"."b") OVER (PARTITION BY "x"."n" ORDER BY "x"."d") AS BIGINT)

-- any value is the least, an approximate count is exact
SELECT ARBITRARY(x.i), APPROX_DISTINCT(x.i)
-- trino: SELECT MIN("x"."i"), COUNT(DISTINCT "x"."i")
-- duckdb: SELECT MIN("x"."i"), COUNT(DISTINCT "x"."i")
-- postgres: SELECT MIN("x"."i"), COUNT(DISTINCT "x"."i")

-- booleans have no least: all, any
SELECT MIN(x.v), MAX(x.v)
-- trino: SELECT BOOL_AND("x"."v"), BOOL_OR("x"."v")
-- duckdb: SELECT BOOL_AND("x"."v"), BOOL_OR("x"."v")
-- postgres: SELECT BOOL_AND("x"."v"), BOOL_OR("x"."v")

-- nulls come last unless it is said
SELECT x.i ORDER BY x.i, x.d DESC, x.b NULLS FIRST
-- trino: SELECT "x"."i" ORDER BY "x"."i", "x"."d" DESC, "x"."b" NULLS FIRST
-- duckdb: SELECT "x"."i" ORDER BY "x"."i", "x"."d" DESC, "x"."b" NULLS FIRST
-- postgres: SELECT "x"."i" ORDER BY "x"."i", "x"."d" DESC NULLS LAST, "x"."b" NULLS FIRST

-- text orders by code point, where it is selected when its name orders
SELECT x.n AS nom, MAX(x.n) ORDER BY nom, x.o
-- trino: SELECT "x"."n" AS "nom", MAX("x"."n") ORDER BY "nom", "x"."o"
-- duckdb: SELECT "x"."n" AS "nom", MAX("x"."n") ORDER BY "nom", "x"."o"
-- postgres: SELECT "x"."n" COLLATE "C" AS "nom", MAX("x"."n" COLLATE "C") ORDER BY "nom", "x"."o" COLLATE "C"

-- after DISTINCT only names order
SELECT DISTINCT x.n AS nom ORDER BY x.n
-- trino: SELECT DISTINCT "x"."n" AS "nom" ORDER BY "nom"
-- duckdb: SELECT DISTINCT "x"."n" AS "nom" ORDER BY "nom"
-- postgres: SELECT DISTINCT "x"."n" COLLATE "C" AS "nom" ORDER BY "nom"

-- text compares by code point, and is equal as it is
SELECT x.n = x.o, x.n < x.o, x.n BETWEEN 'a' AND 'b', x.n IN ('a', 'b')
-- trino: SELECT "x"."n" = "x"."o", "x"."n" < "x"."o", "x"."n" BETWEEN 'a' AND 'b', "x"."n" IN ('a', 'b')
-- duckdb: SELECT "x"."n" = "x"."o", "x"."n" < "x"."o", "x"."n" BETWEEN 'a' AND 'b', "x"."n" IN ('a', 'b')
-- postgres: SELECT "x"."n" = "x"."o", "x"."n" COLLATE "C" < "x"."o", "x"."n" COLLATE "C" BETWEEN 'a' AND 'b', "x"."n" IN ('a', 'b')

-- LIKE has an escape that is said
SELECT x.n LIKE 'a\_', x.n LIKE :p, x.n LIKE :p ESCAPE '\'
-- trino: SELECT "x"."n" LIKE 'a\\_' ESCAPE '\', "x"."n" LIKE REPLACE(:p, '\', '\\') ESCAPE '\', "x"."n" LIKE :p ESCAPE '\'
-- duckdb: SELECT "x"."n" LIKE 'a\\_' ESCAPE '\', CASE WHEN LENGTH(REPLACE($p, '\', '\\')) <= 100 AND (LENGTH(REPLACE($p, '\', '\\')) - LENGTH(REPLACE(REPLACE($p, '\', '\\'), '%', '')) <= 1 OR (LENGTH(REPLACE($p, '\', '\\')) - LENGTH(REPLACE(REPLACE($p, '\', '\\'), '%', '')) = 2 AND SUFFIX(REPLACE($p, '\', '\\'), '%'))) THEN "x"."n" LIKE REPLACE($p, '\', '\\') ESCAPE '\' ELSE REGEXP_FULL_MATCH("x"."n", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REGEXP_ESCAPE(REPLACE($p, '\', '\\')), '\\\\', '\x{5c}'), '\\\%', '%'), '\\_', '\x5f'), '\\', ''), '\%', '.*'), '_', '.'), 's') END, CASE WHEN LENGTH($p) <= 100 AND (LENGTH($p) - LENGTH(REPLACE($p, '%', '')) <= 1 OR (LENGTH($p) - LENGTH(REPLACE($p, '%', '')) = 2 AND SUFFIX($p, '%'))) THEN "x"."n" LIKE $p ESCAPE '\' ELSE REGEXP_FULL_MATCH("x"."n", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REGEXP_ESCAPE($p), '\\\\', '\x{5c}'), '\\\%', '%'), '\\_', '\x5f'), '\\', ''), '\%', '.*'), '_', '.'), 's') END
-- postgres: SELECT "x"."n" LIKE 'a\\_' ESCAPE '\', "x"."n" LIKE REPLACE($1, '\', '\\') ESCAPE '\', "x"."n" LIKE $1 ESCAPE '\'

-- a pattern never goes back far
SELECT x.n LIKE '%a%b', x.n LIKE x.o ESCAPE 'x'
-- trino: SELECT "x"."n" LIKE '%a%b' ESCAPE '\', "x"."n" LIKE "x"."o" ESCAPE 'x'
-- duckdb: SELECT REGEXP_FULL_MATCH("x"."n", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REGEXP_ESCAPE('%a%b'), '\\\\', '\x{5c}'), '\\\%', '%'), '\\_', '\x5f'), '\\', ''), '\%', '.*'), '_', '.'), 's'), REGEXP_FULL_MATCH("x"."n", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REGEXP_ESCAPE("x"."o"), 'xx', '[x]'), 'x\%', '%'), 'x_', '\x5f'), '\%', '.*'), '_', '.'), 's')
-- postgres: SELECT "x"."n" LIKE '%a%b' ESCAPE '\', "x"."n" LIKE "x"."o" ESCAPE 'x'

-- a null makes null
SELECT CONCAT(x.n, x.o), GREATEST(x.n, x.o), LEAST(x.i, 3)
-- trino: SELECT "x"."n" || "x"."o", GREATEST("x"."n", "x"."o"), LEAST("x"."i", 3)
-- duckdb: SELECT "x"."n" || "x"."o", CASE WHEN NOT ("x"."n" IS NULL OR "x"."o" IS NULL) THEN GREATEST("x"."n", "x"."o") END, CASE WHEN NOT ("x"."i" IS NULL OR 3 IS NULL) THEN LEAST("x"."i", 3) END
-- postgres: SELECT "x"."n" || "x"."o", CASE WHEN NOT ("x"."n" COLLATE "C" IS NULL OR "x"."o" IS NULL) THEN GREATEST("x"."n" COLLATE "C", "x"."o") END, CASE WHEN NOT ("x"."i" IS NULL OR 3 IS NULL) THEN LEAST("x"."i", 3) END

-- text is cut, never padded
SELECT CAST(x.n AS VARCHAR(3)), CAST(x.n AS CHAR(3))
-- trino: SELECT SUBSTR(CAST("x"."n" AS VARCHAR), 1, 3), SUBSTR(CAST("x"."n" AS VARCHAR), 1, 3)
-- duckdb: SELECT SUBSTRING(CAST("x"."n" AS TEXT), 1, 3), SUBSTRING(CAST("x"."n" AS TEXT), 1, 3)
-- postgres: SELECT SUBSTRING(CAST("x"."n" AS VARCHAR) FROM 1 FOR 3), SUBSTRING(CAST("x"."n" AS VARCHAR) FROM 1 FOR 3)

-- substrings count from the end, and from nothing
SELECT SUBSTR(x.n, 2), SUBSTR(x.n, 2, 3), SUBSTR(x.n, x.i)
-- trino: SELECT SUBSTR("x"."n", 2), SUBSTR("x"."n", 2, 3), SUBSTR("x"."n", "x"."i")
-- duckdb: SELECT SUBSTRING("x"."n", 2), SUBSTRING("x"."n", 2, 3), CASE WHEN "x"."i" > 0 THEN SUBSTRING("x"."n", "x"."i") WHEN "x"."i" < 0 AND -"x"."i" <= LENGTH("x"."n") THEN SUBSTRING("x"."n", LENGTH("x"."n") + 1 + "x"."i") WHEN NOT "x"."n" IS NULL AND NOT "x"."i" IS NULL THEN '' END
-- postgres: SELECT SUBSTRING("x"."n" FROM 2), SUBSTRING("x"."n" FROM 2 FOR 3), CASE WHEN "x"."i" > 0 THEN SUBSTRING("x"."n" FROM "x"."i") WHEN "x"."i" < 0 AND -"x"."i" <= LENGTH("x"."n") THEN SUBSTRING("x"."n" FROM LENGTH("x"."n") + 1 + "x"."i") WHEN NOT "x"."n" IS NULL AND NOT "x"."i" IS NULL THEN '' END

-- floats round half away from zero
SELECT ROUND(x.f), ROUND(x.f, 2), CAST(x.f AS BIGINT), ROUND(x.m, 1)
-- trino: SELECT ROUND("x"."f"), ROUND("x"."f", 2), CAST("x"."f" AS BIGINT), ROUND("x"."m", 1)
-- duckdb: SELECT ROUND("x"."f"), ROUND("x"."f", 2), CAST(ROUND("x"."f") AS BIGINT), ROUND("x"."m", 1)
-- postgres: SELECT SIGN("x"."f") * FLOOR(ABS("x"."f") + CAST(0.5 AS DOUBLE PRECISION)), SIGN("x"."f") * (FLOOR(ABS("x"."f") * POWER(CAST(10 AS DOUBLE PRECISION), 2) + CAST(0.5 AS DOUBLE PRECISION)) / POWER(CAST(10 AS DOUBLE PRECISION), 2)), CAST(SIGN("x"."f") * FLOOR(ABS("x"."f") + CAST(0.5 AS DOUBLE PRECISION)) AS BIGINT), ROUND("x"."m", 1)

-- a hash is hexadecimal text
SELECT INTERCO_SHA256_HEX(x.n)
-- trino: SELECT LOWER(TO_HEX(SHA256(TO_UTF8("x"."n"))))
-- duckdb: SELECT SHA256("x"."n")
-- postgres: SELECT ENCODE(SHA256(CONVERT_TO("x"."n" || '' || '', 'UTF8')), 'hex')

-- a day stays a day
SELECT DATE_TRUNC('month', x.d), x.d + INTERVAL '1' MONTH, DATE_ADD('day', x.i, x.d)
-- trino: SELECT DATE_TRUNC('MONTH', "x"."d"), "x"."d" + INTERVAL '1' MONTH, DATE_ADD('DAY', "x"."i", "x"."d")
-- duckdb: SELECT CAST(DATE_TRUNC('month', CAST("x"."d" AS TIMESTAMP)) AS DATE), CAST("x"."d" + INTERVAL '1' MONTH AS DATE), CAST("x"."d" + ("x"."i") * INTERVAL '1' DAY AS DATE)
-- postgres: SELECT CAST(DATE_TRUNC('month', CAST("x"."d" AS TIMESTAMP)) AS DATE), CAST("x"."d" + INTERVAL '1 MONTH' AS DATE), CAST("x"."d" + ("x"."i") * INTERVAL '1 DAY' AS DATE)

-- a timestamp stays one
SELECT DATE_TRUNC('hour', x.t), x.t - INTERVAL '2' HOUR, CAST(:p AS TIMESTAMP)
-- trino: SELECT DATE_TRUNC('HOUR', "x"."t"), "x"."t" - INTERVAL '2' HOUR, CAST(:p AS TIMESTAMP(6))
-- duckdb: SELECT DATE_TRUNC('hour', "x"."t"), "x"."t" - INTERVAL '2' HOUR, CAST($p AS TIMESTAMP)
-- postgres: SELECT DATE_TRUNC('hour', "x"."t"), "x"."t" - INTERVAL '2 HOUR', CAST($1 AS TIMESTAMP)

-- an instant is cut where it is
SELECT DATE_TRUNC('day', x.z AT TIME ZONE 'Europe/Paris'), DATE_TRUNC('hour', x.z AT TIME ZONE 'Europe/Paris'), CAST(x.z AT TIME ZONE 'Europe/Paris' AS DATE)
-- trino: SELECT AT_TIMEZONE(DATE_TRUNC('DAY', AT_TIMEZONE("x"."z", 'Europe/Paris')), 'UTC'), AT_TIMEZONE(DATE_TRUNC('HOUR', AT_TIMEZONE("x"."z", 'Europe/Paris')), 'UTC'), CAST(AT_TIMEZONE("x"."z", 'Europe/Paris') AS DATE)
-- duckdb: SELECT DATE_TRUNC('day', "x"."z" AT TIME ZONE 'Europe/Paris') AT TIME ZONE 'Europe/Paris', "x"."z" - ("x"."z" AT TIME ZONE 'Europe/Paris' - DATE_TRUNC('hour', "x"."z" AT TIME ZONE 'Europe/Paris')), CAST("x"."z" AT TIME ZONE 'Europe/Paris' AS DATE)
-- postgres: SELECT DATE_TRUNC('day', "x"."z" AT TIME ZONE 'Europe/Paris') AT TIME ZONE 'Europe/Paris', "x"."z" - ("x"."z" AT TIME ZONE 'Europe/Paris' - DATE_TRUNC('hour', "x"."z" AT TIME ZONE 'Europe/Paris')), CAST("x"."z" AT TIME ZONE 'Europe/Paris' AS DATE)

-- a zone alone changes nothing; an instant leaves in UTC
SELECT x.z AT TIME ZONE 'Europe/Paris' AS z, WITH_TIMEZONE(x.t, 'Europe/Paris') AS t, x.z
-- trino: SELECT AT_TIMEZONE(AT_TIMEZONE("x"."z", 'Europe/Paris'), 'UTC') AS "z", AT_TIMEZONE(WITH_TIMEZONE("x"."t", 'Europe/Paris'), 'UTC') AS "t", AT_TIMEZONE("x"."z", 'UTC') AS "z"
-- duckdb: SELECT "x"."z" AS "z", CAST("x"."t" AS TIMESTAMP) AT TIME ZONE 'Europe/Paris' AS "t", "x"."z"
-- postgres: SELECT "x"."z" AS "z", CAST("x"."t" AS TIMESTAMP) AT TIME ZONE 'Europe/Paris' AS "t", "x"."z"

-- the fields of time are whole numbers, weeks and days as ISO 8601
SELECT YEAR(x.d), WEEK(x.d), DAY_OF_WEEK(x.d), EXTRACT(SECOND FROM x.t)
-- trino: SELECT YEAR("x"."d"), WEEK_OF_YEAR("x"."d"), DAY_OF_WEEK("x"."d"), EXTRACT(SECOND FROM "x"."t")
-- duckdb: SELECT CAST(DATE_PART('year', "x"."d") AS BIGINT), CAST(DATE_PART('week', "x"."d") AS BIGINT), CAST(DATE_PART('isodow', "x"."d") AS BIGINT), CAST(FLOOR(DATE_PART('second', "x"."t")) AS BIGINT)
-- postgres: SELECT CAST(DATE_PART('year', "x"."d") AS BIGINT), CAST(DATE_PART('week', "x"."d") AS BIGINT), CAST(DATE_PART('isodow', "x"."d") AS BIGINT), CAST(FLOOR(DATE_PART('second', "x"."t")) AS BIGINT)

-- full units lie between two days
SELECT DATE_DIFF('day', x.d, x.t), DATE_DIFF('hour', x.t, x.d)
-- trino: SELECT DATE_DIFF('DAY', "x"."d", "x"."t"), DATE_DIFF('HOUR', "x"."t", "x"."d")
-- duckdb: SELECT DATESUB('day', "x"."d", DATE_TRUNC('milliseconds', "x"."t")), DATESUB('hour', DATE_TRUNC('milliseconds', "x"."t"), "x"."d")
-- postgres: SELECT CAST(TRUNC(EXTRACT(EPOCH FROM (CAST(DATE_TRUNC('milliseconds', "x"."t") AS TIMESTAMP) - CAST("x"."d" AS TIMESTAMP))) / 86400) AS BIGINT), CAST(TRUNC(EXTRACT(EPOCH FROM (CAST("x"."d" AS TIMESTAMP) - CAST(DATE_TRUNC('milliseconds', "x"."t") AS TIMESTAMP))) / 3600) AS BIGINT)

-- placeholders are each engine's own, one number a name
SELECT x.n || CAST(:q AS VARCHAR), CAST(:p AS BIGINT), CAST(:q AS VARCHAR)
-- trino: SELECT "x"."n" || CAST(:q AS VARCHAR), CAST(:p AS BIGINT), CAST(:q AS VARCHAR)
-- duckdb: SELECT "x"."n" || CAST($q AS TEXT), CAST($p AS BIGINT), CAST($q AS TEXT)
-- postgres: SELECT "x"."n" || CAST($2 AS VARCHAR), CAST($1 AS BIGINT), CAST($2 AS VARCHAR)

-- what is true is counted, also of no row
SELECT COUNT_IF(x.b), x.n || NULL, CONCAT(x.n, NULL)
-- trino: SELECT COUNT(CASE WHEN "x"."b" THEN 1 END), "x"."n" || CAST(NULL AS VARCHAR), "x"."n" || CAST(NULL AS VARCHAR)
-- duckdb: SELECT COUNT(CASE WHEN "x"."b" THEN 1 END), "x"."n" || CAST(NULL AS TEXT), "x"."n" || CAST(NULL AS TEXT)
-- postgres: SELECT COUNT(CASE WHEN "x"."b" THEN 1 END), "x"."n" || CAST(NULL AS VARCHAR), "x"."n" || CAST(NULL AS VARCHAR)

-- a power and an exponential that have no answer are null
SELECT POWER(x.r, x.i), POWER(x.i, 2), EXP(x.r)
-- trino: SELECT CASE WHEN "x"."r" > 0 OR ("x"."r" = 0 AND "x"."i" >= 0) OR ("x"."r" < 0 AND "x"."i" = FLOOR("x"."i")) THEN CASE WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE) * LN(ABS("x"."r")) END < -745.1 THEN CAST(0 AS DOUBLE) WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE) * LN(ABS("x"."r")) END <= 709.782712893384 THEN POWER("x"."r", "x"."i") END END, POWER("x"."i", 2), CASE WHEN "x"."r" < -745.1 THEN CAST(0 AS DOUBLE) WHEN "x"."r" <= 709.782712893384 THEN EXP("x"."r") END
-- duckdb: SELECT CASE WHEN "x"."r" > 0 OR ("x"."r" = 0 AND "x"."i" >= 0) OR ("x"."r" < 0 AND "x"."i" = FLOOR("x"."i")) THEN CASE WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE) * LN(ABS("x"."r")) END < -745.1 THEN CAST(0 AS DOUBLE) WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE) * LN(ABS("x"."r")) END <= 709.782712893384 THEN POWER("x"."r", "x"."i") END END, POWER("x"."i", 2), CASE WHEN "x"."r" < -745.1 THEN CAST(0 AS DOUBLE) WHEN "x"."r" <= 709.782712893384 THEN EXP("x"."r") END
-- postgres: SELECT CASE WHEN "x"."r" > 0 OR ("x"."r" = 0 AND "x"."i" >= 0) OR ("x"."r" < 0 AND "x"."i" = "x"."i") THEN CASE WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE PRECISION) * LN(ABS("x"."r")) END < -745.1 THEN CAST(0 AS DOUBLE PRECISION) WHEN CASE WHEN "x"."r" = 0 THEN 0 ELSE CAST("x"."i" AS DOUBLE PRECISION) * LN(ABS("x"."r")) END <= 709.782712893384 THEN POWER(CAST("x"."r" AS DOUBLE PRECISION), CAST("x"."i" AS DOUBLE PRECISION)) END END, POWER(CAST("x"."i" AS DOUBLE PRECISION), CAST(2 AS DOUBLE PRECISION)), CASE WHEN "x"."r" < -745.1 THEN CAST(0 AS DOUBLE PRECISION) WHEN "x"."r" <= 709.782712893384 THEN EXP(CAST("x"."r" AS DOUBLE PRECISION)) END

-- a regular expression ends at the end of the text, and a backslash is one
SELECT REGEXP_LIKE(x.n, '\A[0-9]+\z|\\z')
-- trino: SELECT REGEXP_LIKE("x"."n", '\A[0-9]+\z|\\z')
-- duckdb: SELECT REGEXP_MATCHES("x"."n", '\A[0-9]+\z|\\z')
-- postgres: SELECT "x"."n" ~ '\A[0-9]+\Z|\\z'

-- distinct texts are put end to end in their own order
SELECT LISTAGG(DISTINCT x.n, ',') WITHIN GROUP (ORDER BY x.n)
-- trino: SELECT LISTAGG(DISTINCT "x"."n", ',') WITHIN GROUP (ORDER BY "x"."n")
-- duckdb: SELECT STRING_AGG(DISTINCT CAST("x"."n" AS TEXT), ',' ORDER BY CAST("x"."n" AS TEXT))
-- postgres: SELECT STRING_AGG(DISTINCT CAST("x"."n" COLLATE "C" AS TEXT), ',' ORDER BY CAST("x"."n" COLLATE "C" AS TEXT))
