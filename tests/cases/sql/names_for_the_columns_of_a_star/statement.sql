WITH taux (n, t) AS (VALUES (1, 0.055), (2, 0.1)) SELECT n, t FROM taux
