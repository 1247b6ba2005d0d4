-- Each sector once. Below the floor of subscribers, or where their number is not known, nothing of
-- it is told: its flow would be that of a few households.
WITH tous AS (
  SELECT
    upper(trim(s.secteur)) AS secteur, trim(s.code_commune) AS code_commune, s.abonnes, s.prix_m3,
    s.facteur_t
  FROM secteurs s
  WHERE trim(s.secteur) <> ''
  UNION ALL
  SELECT
    l.secteur, CAST(NULL AS varchar) AS code_commune, CAST(NULL AS bigint) AS abonnes,
    CAST(NULL AS decimal(9, 4)) AS prix_m3, CAST(NULL AS decimal(9, 3)) AS facteur_t
  FROM liens l
),
uns AS (
  SELECT
    t.secteur,
    CASE WHEN min(t.code_commune) = max(t.code_commune) THEN min(t.code_commune) END AS code_commune,
    CASE WHEN min(t.abonnes) = max(t.abonnes) THEN min(t.abonnes) END AS abonnes,
    CASE WHEN min(t.prix_m3) = max(t.prix_m3) AND min(t.prix_m3) >= 0 THEN min(t.prix_m3) END
      AS prix_m3,
    coalesce(
      CASE
        WHEN min(t.facteur_t) = max(t.facteur_t) AND min(t.facteur_t) > 0 AND min(t.facteur_t) <= 1
          THEN min(t.facteur_t)
      END, DECIMAL '1.000'
    ) AS facteur_t
  FROM tous t
  GROUP BY t.secteur
),
lies AS (
  SELECT l.secteur, count(*) AS compteurs FROM liens l GROUP BY l.secteur
)
SELECT
  u.secteur, u.code_commune, u.abonnes, u.prix_m3, u.facteur_t, coalesce(l.compteurs, 0) AS compteurs,
  CASE
    WHEN u.abonnes IS NULL THEN 'subscribers_unknown'
    WHEN u.abonnes < r.abonnes_min THEN 'few_subscribers'
    WHEN l.compteurs IS NULL THEN 'no_meter'
  END AS ecarte
FROM uns u
LEFT JOIN lies l ON l.secteur = u.secteur
CROSS JOIN reglages r
