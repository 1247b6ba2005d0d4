-- Every slip that says a load again, with the one that is kept for it.
SELECT
  CASE WHEN c.copie = l.bon_ligne THEN c.garde ELSE c.copie END AS copie,
  l.bon_ligne AS garde
FROM copies c
JOIN (SELECT DISTINCT l.trouve, l.bon_ligne FROM liens l) AS l ON l.trouve = c.garde
