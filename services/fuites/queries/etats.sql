-- Each sector: what was read of it, the night that is normal for it, the smallest leak that is seen.
WITH lus AS (
  SELECT
    j.secteur, count(*) AS jours_attendus, count_if(j.raison IS NULL) AS jours_lus
  FROM jours_secteurs j
  GROUP BY j.secteur
),
rangs AS (
  SELECT n.secteur, max(n.rang) AS nuits, max(n.jour) AS derniere FROM nuits n GROUP BY n.secteur
),
dernieres AS (
  SELECT
    x.secteur, x.debit_l, row_number() OVER (PARTITION BY x.secteur ORDER BY x.rang DESC) AS recence
  FROM nuits x
  LEFT JOIN fuites_trouvees f
    ON f.secteur = x.secteur AND x.rang >= f.debut_rang
    AND (f.fin_rang IS NULL OR x.rang < f.fin_rang)
  WHERE f.secteur IS NULL
),
recentes AS (
  SELECT
    d.secteur, d.debit_l, row_number() OVER (PARTITION BY d.secteur ORDER BY d.debit_l) AS ordre,
    count(*) OVER (PARTITION BY d.secteur) AS nuits
  FROM dernieres d
  WHERE d.recence <= 28
),
medianes AS (
  SELECT
    r.secteur,
    CAST(avg(CASE WHEN 2 * r.ordre BETWEEN r.nuits AND r.nuits + 2 THEN r.debit_l END)
      AS decimal(18, 1)) AS mediane
  FROM recentes r
  WHERE r.nuits >= 7
  GROUP BY r.secteur
),
distances AS (
  SELECT
    r.secteur, m.mediane, r.nuits, abs(r.debit_l - m.mediane) AS ecart,
    row_number() OVER (PARTITION BY r.secteur ORDER BY abs(r.debit_l - m.mediane)) AS ordre
  FROM recentes r
  JOIN medianes m ON m.secteur = r.secteur
),
ordinaires AS (
  SELECT
    d.secteur, CAST(max(d.mediane) AS bigint) AS normale_l,
    CAST(avg(CASE WHEN 2 * d.ordre BETWEEN d.nuits AND d.nuits + 2 THEN d.ecart END)
      AS decimal(18, 2)) AS ecart
  FROM distances d
  GROUP BY d.secteur
),
sommes AS (
  SELECT
    m.secteur, count(*) AS fuites, count_if(m.fin IS NULL) AS en_cours,
    CAST(sum(m.dixiemes) AS bigint) AS dixiemes,
    CAST(sum(m.dixiemes_semaine) AS bigint) AS dixiemes_semaine,
    CASE WHEN count(m.centimes) = count(*) THEN CAST(sum(m.centimes) AS bigint) END AS centimes
  FROM mesurees m
  GROUP BY m.secteur
),
debuts AS (
  SELECT max(c.jour) AS dernier_jour FROM calendrier c
)
SELECT
  t.secteur, t.code_commune, t.ecarte, coalesce(l.jours_lus, 0) AS jours_lus,
  coalesce(l.jours_attendus, 0) AS jours_attendus, r.derniere,
  n.normale_l,
  CAST(greatest(
    CAST(q.plancher_l AS decimal(18, 2)), CAST(0.01 * q.part_pct * n.normale_l AS decimal(18, 2)),
    CAST(6 * n.ecart AS decimal(18, 2))
  ) AS bigint) AS seuil_l,
  coalesce(r.nuits, 0) AS nuits, coalesce(s.fuites, 0) AS fuites,
  coalesce(s.en_cours, 0) AS en_cours,
  coalesce(s.dixiemes, 0) AS dixiemes, coalesce(s.dixiemes_semaine, 0) AS dixiemes_semaine,
  CASE WHEN s.secteur IS NULL THEN 0 ELSE s.centimes END AS centimes,
  CASE
    WHEN t.ecarte IS NOT NULL THEN t.ecarte
    WHEN coalesce(r.nuits, 0) < 7 + q.nuits THEN 'too_few_nights'
    WHEN date_diff('day', r.derniere, d.dernier_jour) > 7 THEN 'silent_for_a_week'
  END AS muet
FROM secteurs_lus t
CROSS JOIN reglages q
CROSS JOIN debuts d
LEFT JOIN lus l ON l.secteur = t.secteur
LEFT JOIN rangs r ON r.secteur = t.secteur
LEFT JOIN ordinaires n ON n.secteur = t.secteur
LEFT JOIN sommes s ON s.secteur = t.secteur
