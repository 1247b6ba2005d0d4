-- Every body once; `consent` only where it says so.
SELECT
  k.cle AS organisme, min(upper(trim(o.nature))) AS nature,
  max(o.population) AS population, max(o.densite) AS densite,
  bool_and(coalesce(lower(trim(o.accord)), '') IN ('oui', 'o', 'true', '1', 'yes', 'y', 'vrai', 'x'))
    AS consent
FROM organismes o
JOIN cles k ON k.organisme = o.organisme
GROUP BY k.cle
