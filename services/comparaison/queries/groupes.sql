-- Of each indicator and year, the nearest peers that are enough: five others at least, whatever the
-- parameter says.
WITH comptes AS (
  SELECT f.indicateur, f.annee, c.niveau, count(*) AS semblables
  FROM classes c
  JOIN chiffres f ON f.organisme = c.organisme
  GROUP BY f.indicateur, f.annee, c.niveau
),
assez AS (
  SELECT
    k.indicateur, k.annee, k.niveau, k.semblables,
    row_number() OVER (PARTITION BY k.indicateur, k.annee ORDER BY k.niveau) AS place
  FROM comptes k
  CROSS JOIN parametres q
  WHERE k.semblables >= greatest(q.semblables_min, 5)
)
SELECT a.indicateur, a.annee, a.niveau, a.semblables FROM assez a WHERE a.place = 1
