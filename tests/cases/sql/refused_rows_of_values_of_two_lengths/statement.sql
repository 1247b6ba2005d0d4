SELECT x FROM (VALUES (1, 'a'), (2)) v(x, y)
