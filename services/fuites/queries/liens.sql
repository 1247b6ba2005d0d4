-- Which meter counts in which sector, with its sign; a meter of a border counts in two.
SELECT
  upper(trim(c.compteur)) AS compteur, upper(trim(c.secteur)) AS secteur, min(c.signe) AS signe
FROM compteurs c
WHERE trim(c.compteur) <> '' AND trim(c.secteur) <> ''
GROUP BY upper(trim(c.compteur)), upper(trim(c.secteur))
HAVING min(c.signe) = max(c.signe) AND min(abs(c.signe)) = 1
