-- The peers by how near they are: 1 kind, population and density; 2 kind and population; 3 kind.
WITH soi AS (
  SELECT c.organisme, c.nature, c.population, c.densite
  FROM consentants c
  WHERE c.organisme = 'SOI'
),
autres AS (
  SELECT
    c.organisme,
    coalesce(
      c.population <= s.population * q.rapport_population
        AND c.population * q.rapport_population >= s.population,
      FALSE
    ) AS meme_taille,
    coalesce(
      c.densite <= s.densite * q.rapport_densite AND c.densite * q.rapport_densite >= s.densite,
      FALSE
    ) AS meme_densite
  FROM consentants c
  CROSS JOIN soi s
  CROSS JOIN parametres q
  WHERE c.consent AND c.organisme <> s.organisme AND c.nature = s.nature
)
SELECT a.organisme, 1 AS niveau FROM autres a WHERE a.meme_taille AND a.meme_densite
UNION ALL
SELECT a.organisme, 2 AS niveau FROM autres a WHERE a.meme_taille
UNION ALL
SELECT a.organisme, 3 AS niveau FROM autres a
