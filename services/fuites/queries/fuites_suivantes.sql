-- The next leak of each sector, after the last one that ended: the first of several nights running
-- that all stand above the median of the calm nights before by the threshold; a night twice as far as
-- those after it was another matter (flushing). It ends on the first of as many nights that stand under
-- half of what it was at its start, or under the threshold; one night among them may not.
WITH derniers AS (
  SELECT
    n.secteur, coalesce(max(f.numero), 0) AS numero, coalesce(max(f.fin_rang), 1) AS depuis
  FROM nuits n
  LEFT JOIN fuites_trouvees f ON f.secteur = n.secteur
  GROUP BY n.secteur
  HAVING count(f.secteur) = count(f.fin_rang)
),
calmes AS (
  SELECT
    n.secteur, n.jour, n.rang, n.debit_l, d.numero, d.depuis,
    row_number() OVER (PARTITION BY n.secteur ORDER BY n.rang) AS calme
  FROM nuits n
  JOIN derniers d ON d.secteur = n.secteur
  LEFT JOIN fuites_trouvees e
    ON e.secteur = n.secteur AND n.rang >= e.debut_rang AND n.rang < e.fin_rang
  WHERE e.secteur IS NULL
),
avant AS (
  SELECT
    c.secteur, c.numero, c.rang, c.jour, c.debit_l, k.debit_l AS d_avant,
    row_number() OVER (PARTITION BY c.secteur, c.rang ORDER BY k.debit_l) AS ordre,
    count(*) OVER (PARTITION BY c.secteur, c.rang) AS nuits
  FROM calmes c
  JOIN calmes k
    ON k.secteur = c.secteur AND k.calme < c.calme AND k.calme >= c.calme - 28
    AND date_diff('day', k.jour, c.jour) <= 60
  WHERE c.rang >= c.depuis
),
medianes AS (
  SELECT
    a.secteur, a.numero, a.rang, a.jour, a.debit_l, a.d_avant, a.nuits,
    CAST(avg(CASE WHEN 2 * a.ordre BETWEEN a.nuits AND a.nuits + 2 THEN a.d_avant END)
      OVER (PARTITION BY a.secteur, a.rang) AS decimal(18, 1)) AS mediane
  FROM avant a
  WHERE a.nuits >= 7
),
ecarts AS (
  SELECT
    m.secteur, m.numero, m.rang, m.jour, m.debit_l, m.nuits, m.mediane,
    abs(m.d_avant - m.mediane) AS ecart,
    row_number() OVER (PARTITION BY m.secteur, m.rang ORDER BY abs(m.d_avant - m.mediane)) AS ordre
  FROM medianes m
),
references_ AS (
  SELECT
    e.secteur, e.numero, e.rang, e.jour, e.debit_l, e.mediane,
    CAST(avg(CASE WHEN 2 * e.ordre BETWEEN e.nuits AND e.nuits + 2 THEN e.ecart END)
      AS decimal(18, 2)) AS ecart
  FROM ecarts e
  GROUP BY e.secteur, e.numero, e.rang, e.jour, e.debit_l, e.mediane
),
seuils AS (
  SELECT
    r.secteur, r.numero, r.rang, r.jour, r.debit_l, r.mediane,
    greatest(
      CAST(q.plancher_l AS decimal(18, 2)), CAST(0.01 * q.part_pct * r.mediane AS decimal(18, 2)),
      CAST(6 * r.ecart AS decimal(18, 2))
    ) AS seuil
  FROM references_ r
  CROSS JOIN reglages q
),
debuts AS (
  SELECT
    t.secteur, t.numero, t.jour, t.rang, t.mediane, t.seuil,
    greatest(t.seuil, CAST(0.5 * (s.niveau - t.mediane) AS decimal(18, 2))) AS retour,
    row_number() OVER (PARTITION BY t.secteur ORDER BY t.rang) AS ordre
  FROM seuils t
  JOIN series s ON s.secteur = t.secteur AND s.rang = t.rang
  WHERE s.moindre > t.mediane + t.seuil AND date_diff('day', t.jour, s.derniere) <= 6
    AND t.debit_l - t.mediane <= 2 * (s.suivant - t.mediane)
),
retours AS (
  SELECT
    d.secteur, d.numero, d.jour AS debut, d.rang AS debut_rang, d.seuil, n.rang, n.jour,
    count(*) >= q.nuits AS calme
  FROM debuts d
  CROSS JOIN reglages q
  LEFT JOIN (
    SELECT
      y.secteur, y.rang, y.jour, y.debit_l, x.debit_l AS autre
    FROM nuits y
    CROSS JOIN reglages g
    JOIN nuits x ON x.secteur = y.secteur AND x.rang >= y.rang AND x.rang <= y.rang + g.nuits
  ) AS n
    ON n.secteur = d.secteur AND n.rang >= d.rang + q.nuits AND n.debit_l < d.mediane + d.retour
    AND n.autre < d.mediane + d.retour
  WHERE d.ordre = 1
  GROUP BY d.secteur, d.numero, d.jour, d.rang, d.seuil, n.rang, n.jour, q.nuits
)
SELECT
  r.secteur, r.numero + 1 AS numero, r.debut, r.debut_rang,
  min(CASE WHEN r.calme THEN r.jour END) AS fin, min(CASE WHEN r.calme THEN r.rang END) AS fin_rang,
  CAST(max(r.seuil) AS bigint) AS seuil_l
FROM retours r
GROUP BY r.secteur, r.numero, r.debut, r.debut_rang
