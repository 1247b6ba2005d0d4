-- Each channel with its site, and whether it counts the practice. Without a list, each is a site.
WITH donnes AS (
  SELECT count(*) AS canaux FROM canaux c
),
tous AS (
  SELECT trim(c.canal) AS canal, trim(c.site) AS site, c.pratiques, c.ouvert_le, c.ferme_le, c.pas_s
  FROM canaux c
  WHERE c.canal IS NOT NULL
  UNION ALL
  SELECT DISTINCT
    trim(m.canal) AS canal, trim(m.canal) AS site, CAST(NULL AS varchar) AS pratiques,
    CAST(NULL AS date) AS ouvert_le, CAST(NULL AS date) AS ferme_le, CAST(NULL AS bigint) AS pas_s
  FROM mesures m
  CROSS JOIN donnes d
  WHERE d.canaux = 0 AND m.canal IS NOT NULL
)
SELECT
  t.canal, min(t.site) AS site, min(t.ouvert_le) AS ouvert_le, max(t.ferme_le) AS ferme_le,
  min(t.pas_s) AS pas_s,
  bool_or(
    coalesce(trim(t.pratiques), '') = ''
    OR strpos(
      concat(',', replace(upper(t.pratiques), ' ', ''), ','),
      concat(',', replace(upper(q.pratique), ' ', ''), ',')
    ) > 0
  ) AS compte
FROM tous t
CROSS JOIN parametres q
GROUP BY t.canal
