-- Each commune by the sectors whose main commune it is; a sector that is not read leaves no figure of
-- its commune.
WITH noms AS (
  SELECT c.code, max_by(c.nom, c.annee) AS nom FROM communes c GROUP BY c.code
),
sommes AS (
  SELECT
    e.code_commune, count(*) AS secteurs, count_if(e.muet IS NULL) AS secteurs_lus,
    CAST(sum(CASE WHEN e.muet IS NULL OR e.fuites > 0 THEN e.en_cours END) AS bigint) AS en_cours,
    CAST(sum(e.dixiemes_semaine) AS bigint) AS dixiemes_semaine,
    CAST(sum(e.dixiemes) AS bigint) AS dixiemes
  FROM etats e
  WHERE e.code_commune IS NOT NULL
  GROUP BY e.code_commune
)
SELECT
  s.code_commune, coalesce(n.nom, s.code_commune) AS nom, s.secteurs, s.secteurs_lus,
  CASE WHEN s.secteurs_lus = s.secteurs THEN s.en_cours END AS en_cours,
  CASE WHEN s.secteurs_lus = s.secteurs THEN CAST(0.1 * s.dixiemes_semaine AS decimal(18, 1)) END
    AS semaine_m3,
  CASE WHEN s.secteurs_lus = s.secteurs THEN CAST(0.1 * s.dixiemes AS decimal(18, 1)) END AS perdu_m3,
  CASE WHEN s.secteurs_lus < s.secteurs THEN 'en_cours: sectors_unread
semaine_m3: sectors_unread
perdu_m3: sectors_unread' END AS reasons
FROM sommes s
LEFT JOIN noms n ON n.code = s.code_commune
ORDER BY nom, s.code_commune
