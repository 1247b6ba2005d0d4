-- The night that is normal beside each leak: the mean of the calm nights before, and where it has
-- ended, of those before and after in equal parts, so that a slow season is on neither side. A night
-- further from their median than the threshold (flushing) is out of the mean.
WITH calmes AS (
  SELECT n.secteur, n.jour, n.rang, n.debit_l
  FROM nuits n
  LEFT JOIN fuites_trouvees f
    ON f.secteur = n.secteur AND n.rang >= f.debut_rang AND (f.fin_rang IS NULL OR n.rang < f.fin_rang)
  WHERE f.secteur IS NULL
),
autour AS (
  SELECT
    f.secteur, f.numero, f.seuil_l, c.debit_l, c.rang < f.debut_rang AS avant,
    row_number() OVER (
      PARTITION BY f.secteur, f.numero, c.rang < f.debut_rang ORDER BY abs(c.rang - f.debut_rang)
    ) AS ordre
  FROM fuites_trouvees f
  JOIN calmes c
    ON c.secteur = f.secteur
    AND (
      c.rang < f.debut_rang AND date_diff('day', c.jour, f.debut) <= 60
      OR c.rang >= f.fin_rang AND date_diff('day', f.fin, c.jour) <= 60
    )
),
proches AS (
  SELECT
    a.secteur, a.numero, a.seuil_l, a.debit_l, a.avant,
    row_number() OVER (PARTITION BY a.secteur, a.numero, a.avant ORDER BY a.debit_l) AS ordre,
    count(*) OVER (PARTITION BY a.secteur, a.numero, a.avant) AS nuits
  FROM autour a
  WHERE a.ordre <= 28
),
medianes AS (
  SELECT
    p.secteur, p.numero, p.seuil_l, p.debit_l, p.avant, p.nuits,
    CAST(avg(CASE WHEN 2 * p.ordre BETWEEN p.nuits AND p.nuits + 2 THEN p.debit_l END)
      OVER (PARTITION BY p.secteur, p.numero, p.avant) AS decimal(18, 1)) AS mediane
  FROM proches p
),
moyennes AS (
  SELECT
    m.secteur, m.numero, m.avant, CAST(CAST(avg(m.debit_l) AS decimal(24, 3)) AS bigint) AS debit_l
  FROM medianes m
  WHERE abs(m.debit_l - m.mediane) <= m.seuil_l AND (m.avant OR m.nuits >= 7)
  GROUP BY m.secteur, m.numero, m.avant
)
SELECT m.secteur, m.numero, CAST(sum(m.debit_l) AS bigint) / count(*) AS normale_l
FROM moyennes m
GROUP BY m.secteur, m.numero
