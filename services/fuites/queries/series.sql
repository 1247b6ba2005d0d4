-- Of each night, the least of the nights running that begin with it, the highest of those after it,
-- and the level of its week: what would be a leak's, did one begin there.
WITH suites AS (
  SELECT
    n.secteur, n.rang, count_if(x.rang < n.rang + q.nuits) AS nuits,
    min(CASE WHEN x.rang < n.rang + q.nuits THEN x.debit_l END) AS moindre,
    max(CASE WHEN x.rang < n.rang + q.nuits THEN x.jour END) AS derniere,
    max(CASE WHEN x.rang > n.rang THEN x.debit_l END) AS suivant
  FROM nuits n
  CROSS JOIN reglages q
  JOIN nuits x ON x.secteur = n.secteur AND x.rang >= n.rang AND x.rang <= n.rang + q.nuits
  GROUP BY n.secteur, n.rang, q.nuits
),
semaines AS (
  SELECT
    n.secteur, n.rang, x.debit_l,
    row_number() OVER (PARTITION BY n.secteur, n.rang ORDER BY x.debit_l) AS ordre,
    count(*) OVER (PARTITION BY n.secteur, n.rang) AS nuits
  FROM nuits n
  JOIN nuits x ON x.secteur = n.secteur AND x.rang >= n.rang AND x.rang < n.rang + 7
),
niveaux AS (
  SELECT
    s.secteur, s.rang,
    CAST(avg(CASE WHEN 2 * s.ordre BETWEEN s.nuits AND s.nuits + 2 THEN s.debit_l END)
      AS decimal(18, 1)) AS niveau
  FROM semaines s
  GROUP BY s.secteur, s.rang
)
SELECT s.secteur, s.rang, s.moindre, s.derniere, s.suivant, v.niveau
FROM suites s
JOIN niveaux v ON v.secteur = s.secteur AND v.rang = s.rang
CROSS JOIN reglages q
WHERE s.nuits = q.nuits
