SELECT n FROM UNNEST(sequence(1, 10001)) AS t(n)
