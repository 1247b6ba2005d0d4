SELECT avg(t.h) FROM (VALUES (TIME '08:15')) AS t(h)
