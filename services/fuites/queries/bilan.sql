WITH bornes AS (
  SELECT min(c.jour) AS du, max(c.jour) AS au FROM calendrier c
),
sommes AS (
  SELECT
    count(*) AS secteurs, count_if(e.muet IS NULL) AS secteurs_lus,
    CAST(coalesce(sum(e.fuites), 0) AS bigint) AS fuites,
    CAST(coalesce(sum(e.en_cours), 0) AS bigint) AS en_cours,
    CAST(coalesce(sum(e.dixiemes), 0) AS bigint) AS dixiemes,
    CAST(coalesce(sum(e.dixiemes_semaine), 0) AS bigint) AS dixiemes_semaine,
    count(*) = count(e.centimes) AS avec_prix,
    CAST(coalesce(sum(e.centimes), 0) AS bigint) AS centimes
  FROM etats e
),
semaines AS (
  SELECT
    count(*) = count(m.centimes_semaine) AS avec_prix,
    CAST(coalesce(sum(m.centimes_semaine), 0) AS bigint) AS centimes
  FROM mesurees m
)
SELECT
  year(b.au) AS annee, b.du, b.au, s.secteurs, s.secteurs_lus,
  CASE WHEN s.secteurs_lus > 0 OR s.fuites > 0 THEN s.fuites END AS fuites,
  CASE WHEN s.secteurs_lus > 0 OR s.fuites > 0 THEN s.en_cours END AS en_cours,
  CASE WHEN s.secteurs_lus > 0 OR s.fuites > 0 THEN CAST(0.1 * s.dixiemes_semaine AS decimal(18, 1)) END
    AS semaine_m3,
  CASE
    WHEN w.avec_prix AND (s.secteurs_lus > 0 OR s.fuites > 0)
      THEN CAST(0.01 * w.centimes AS decimal(18, 2))
  END AS semaine_eur,
  CASE WHEN s.secteurs_lus > 0 OR s.fuites > 0 THEN CAST(0.1 * s.dixiemes AS decimal(18, 1)) END
    AS perdu_m3,
  CASE
    WHEN s.avec_prix AND (s.secteurs_lus > 0 OR s.fuites > 0)
      THEN CAST(0.01 * s.centimes AS decimal(18, 2))
  END AS perdu_eur,
  CASE
    WHEN s.secteurs_lus = 0 AND s.fuites = 0 THEN 'fuites: no_sector_read
en_cours: no_sector_read
semaine_m3: no_sector_read
semaine_eur: no_sector_read
perdu_m3: no_sector_read
perdu_eur: no_sector_read'
    ELSE concat_ws('
',
      CASE WHEN NOT s.avec_prix THEN 'perdu_eur: no_price' END,
      CASE WHEN NOT w.avec_prix THEN 'semaine_eur: no_price' END
    )
  END AS reasons,
  CASE
    WHEN s.secteurs_lus = 0 AND s.fuites = 0 THEN 'rien'
    WHEN s.en_cours > 0 AND NOT s.avec_prix THEN 'fuient_sans_prix'
    WHEN s.en_cours > 0 THEN 'fuient'
    ELSE 'calme'
  END AS phrase
FROM sommes s
CROSS JOIN semaines w
JOIN bornes b ON b.au IS NOT NULL
