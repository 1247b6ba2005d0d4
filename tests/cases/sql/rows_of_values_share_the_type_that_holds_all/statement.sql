SELECT id, taux FROM (VALUES (1, 0.055), (2, 0.1), (3, NULL), (4, 12)) v(id, taux)
