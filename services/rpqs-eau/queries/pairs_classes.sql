-- The services of the report's year and the newest published year of each other one, two years older
-- at most, each in its class: it produces alone, or the water consumed by km and day of who
-- distributes (P106.3 * P104.3 / (100 - P104.3)) is under 10, under 30 or more. The same formula over
-- published figures on both sides. Entities with the same figures count once.
WITH annee_dite AS (
  SELECT coalesce(max(p.annee), max(i.annee)) AS annee
  FROM indicateurs i
  CROSS JOIN parametres p
),
tous AS (
  SELECT
    TRUE AS propre, i.nom AS service, i.annee,
    CASE WHEN i.produit_seulement THEN 'production' ELSE 'distribution' END AS nature,
    i.d102_0, i.p101_1, i.p102_1, i.p103_2b, i.p104_3, i.p105_3, i.p106_3, i.p107_2, i.p108_3,
    i.p151_1, i.p152_1, i.p153_2, i.p154_0, i.p155_1, CAST(1 AS bigint) AS place
  FROM indicateurs i
  JOIN annee_dite d ON d.annee = i.annee
  UNION ALL
  SELECT
    FALSE AS propre, l.pair AS service, l.annee, l.nature,
    l.d102_0, l.p101_1, l.p102_1, l.p103_2b, l.p104_3, l.p105_3, l.p106_3, l.p107_2, l.p108_3,
    l.p151_1, l.p152_1, l.p153_2, l.p154_0, l.p155_1,
    CAST(row_number() OVER (PARTITION BY l.pair ORDER BY l.annee DESC) AS bigint) AS place
  FROM pairs_lus l
  JOIN annee_dite d ON l.annee <= d.annee AND l.annee >= d.annee - 2
),
rangs_de_copie AS (
  SELECT
    t.*,
    CASE
      WHEN t.propre OR t.p103_2b IS NULL OR t.p104_3 IS NULL OR t.p106_3 IS NULL
        OR t.p107_2 IS NULL THEN 1
      ELSE row_number() OVER (
        PARTITION BY t.propre, t.annee, t.nature, t.d102_0, t.p103_2b, t.p104_3, t.p105_3,
          t.p106_3, t.p107_2, t.p108_3
        ORDER BY t.service
      )
    END AS copie
  FROM tous t
  WHERE t.place = 1
)
SELECT
  r.propre, r.service, r.annee,
  CASE
    WHEN r.nature = 'production' THEN 'production'
    WHEN r.nature IS NULL OR r.p104_3 IS NULL OR r.p104_3 >= 100 OR r.p106_3 IS NULL
      OR r.p106_3 <= 0 THEN NULL
    WHEN r.p106_3 * r.p104_3 < 10 * (100 - r.p104_3) THEN 'rural'
    WHEN r.p106_3 * r.p104_3 < 30 * (100 - r.p104_3) THEN 'intermediaire'
    ELSE 'urbain'
  END AS classe,
  k.indicateur,
  CAST(CASE k.indicateur
    WHEN 'd102_0' THEN r.d102_0
    WHEN 'p101_1' THEN r.p101_1
    WHEN 'p102_1' THEN r.p102_1
    WHEN 'p103_2b' THEN r.p103_2b
    WHEN 'p104_3' THEN r.p104_3
    WHEN 'p105_3' THEN r.p105_3
    WHEN 'p106_3' THEN r.p106_3
    WHEN 'p107_2' THEN r.p107_2
    WHEN 'p108_3' THEN r.p108_3
    WHEN 'p151_1' THEN r.p151_1
    WHEN 'p152_1' THEN r.p152_1
    WHEN 'p153_2' THEN r.p153_2
    WHEN 'p154_0' THEN r.p154_0
    WHEN 'p155_1' THEN r.p155_1
  END AS decimal(18, 2)) AS valeur
FROM rangs_de_copie r
CROSS JOIN (
  VALUES
    ('d102_0'), ('p101_1'), ('p102_1'), ('p103_2b'), ('p104_3'), ('p105_3'), ('p106_3'),
    ('p107_2'), ('p108_3'), ('p151_1'), ('p152_1'), ('p153_2'), ('p154_0'), ('p155_1')
) AS k (indicateur)
WHERE r.copie = 1
