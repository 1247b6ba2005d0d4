-- The gap is the own figure less the median told, in steps of that median. Within half a step the
-- exact median may lie on either side: there is no gap, and no sign. Steps are counted without a
-- division, which would be of doubles: 0.3 is one step and a half of 0.2, and no less.
WITH miens AS (
  SELECT f.indicateur, f.annee, f.valeur FROM chiffres f WHERE f.organisme = 'SOI'
),
par_quart AS (
  SELECT
    k.indicateur, k.annee,
    max(CASE WHEN k.quart = 1 THEN k.valeur END) AS quartile_1,
    max(CASE WHEN k.quart = 1 THEN k.pas END) AS arrondi_1,
    max(CASE WHEN k.quart = 2 THEN k.valeur END) AS mediane,
    max(CASE WHEN k.quart = 2 THEN k.pas END) AS arrondi_mediane,
    max(CASE WHEN k.quart = 3 THEN k.valeur END) AS quartile_3,
    max(CASE WHEN k.quart = 3 THEN k.pas END) AS arrondi_3
  FROM quartiles k
  GROUP BY k.indicateur, k.annee
),
reunis AS (
  SELECT
    m.indicateur, m.annee, m.valeur, g.semblables,
    CASE g.niveau
      WHEN 1 THEN 'nature, population, densité' WHEN 2 THEN 'nature, population' WHEN 3 THEN 'nature'
    END AS classe,
    p.quartile_1, p.arrondi_1, p.mediane, p.arrondi_mediane, p.quartile_3, p.arrondi_3,
    coalesce(2 * abs(m.valeur - p.mediane) <= p.arrondi_mediane, FALSE) AS dans_la_marge,
    CASE WHEN g.semblables IS NULL THEN 'too_few_peers' ELSE 'would_tell_one' END AS pourquoi
  FROM miens m
  LEFT JOIN groupes g ON g.indicateur = m.indicateur AND g.annee = m.annee
  LEFT JOIN par_quart p ON p.indicateur = m.indicateur AND p.annee = m.annee
)
SELECT
  r.indicateur, r.annee, r.valeur, r.semblables, r.classe, r.quartile_1, r.arrondi_1, r.mediane,
  r.arrondi_mediane, r.quartile_3, r.arrondi_3,
  CASE
    WHEN NOT r.dans_la_marge
      THEN
        CAST(
          CASE WHEN r.valeur < r.mediane THEN -1 ELSE 1 END
            * (
              2 * abs(r.valeur - r.mediane) + r.arrondi_mediane
                - mod(2 * abs(r.valeur - r.mediane) + r.arrondi_mediane, 2 * r.arrondi_mediane)
            )
            * 0.5
          AS decimal(18, 4)
        )
  END AS ecart,
  CASE
    WHEN r.mediane IS NULL THEN NULL
    WHEN r.dans_la_marge THEN 'dans_la_marge'
    WHEN r.valeur > r.mediane THEN 'au_dessus'
    ELSE 'au_dessous'
  END AS place,
  concat_ws('
',
    CASE WHEN r.quartile_1 IS NULL THEN concat('quartile_1: ', r.pourquoi) END,
    CASE WHEN r.mediane IS NULL THEN concat('mediane: ', r.pourquoi) END,
    CASE WHEN r.quartile_3 IS NULL THEN concat('quartile_3: ', r.pourquoi) END,
    CASE
      WHEN r.mediane IS NULL THEN concat('ecart: ', r.pourquoi)
      WHEN r.dans_la_marge THEN 'ecart: within_margin'
    END
  ) AS reasons,
  CASE
    WHEN r.mediane IS NULL THEN 'sans_mediane'
    WHEN r.dans_la_marge THEN 'dans_la_marge'
    ELSE 'compare'
  END AS phrase
FROM reunis r
ORDER BY r.indicateur, r.annee
