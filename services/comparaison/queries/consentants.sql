-- Every body once; `consent` only where it says so.
SELECT
  trim(o.organisme) AS organisme, min(upper(trim(o.nature))) AS nature,
  max(o.population) AS population, max(o.densite) AS densite,
  bool_and(coalesce(lower(trim(o.accord)), '') IN ('oui', 'o', 'true', '1', 'yes', 'y', 'vrai', 'x'))
    AS consent
FROM organismes o
WHERE o.organisme IS NOT NULL
GROUP BY trim(o.organisme)
