-- The year before of each service over the same communes: its own where its territory is the same,
-- else the sum of the services that it took over, where theirs together are its own.
WITH anciens AS (
  SELECT
    t.service, t.annee, a.service AS ancien, t.communes, t.territoire, u.communes AS des_anciens,
    u.territoire AS territoire_ancien
  FROM territoires t
  JOIN perimetres p ON p.service = t.service AND p.annee = t.annee
  JOIN perimetres a ON a.annee = t.annee - 1 AND a.commune = p.commune AND a.part = p.part
  JOIN territoires u ON u.service = a.service AND u.annee = a.annee
  GROUP BY t.service, t.annee, a.service, t.communes, t.territoire, u.communes, u.territoire
),
reprises AS (
  SELECT a.service, a.annee, a.ancien
  FROM anciens a
  WHERE a.ancien = a.service AND a.territoire = a.territoire_ancien
  UNION ALL
  SELECT a.service, a.annee, a.ancien
  FROM anciens a
  JOIN (
    SELECT b.service, b.annee
    FROM anciens b
    GROUP BY b.service, b.annee
    HAVING sum(b.des_anciens) = max(b.communes)
      AND count_if(b.ancien = b.service AND b.territoire = b.territoire_ancien) = 0
  ) AS m ON m.service = a.service AND m.annee = a.annee
)
SELECT
  i.service, i.annee,
  CASE WHEN count(*) = count(o.service) AND count_if(o.sans_rendement IS NOT NULL) = 0
      AND count(*) > 0
    THEN CAST(least(
      0.1 * ((2000 * CAST(sum(o.n) AS bigint) + CAST(sum(o.e) AS bigint))
        / (2 * CAST(sum(o.e) AS bigint))), 100
    ) AS decimal(18, 1)) END AS p104_avant,
  CASE
    WHEN count(w.service) = 0 THEN 'perimeter_unknown'
    WHEN count(r.ancien) = 0 THEN 'territory_changed'
    WHEN count(o.service) < count(*) OR count_if(o.sans_rendement IS NOT NULL) > 0
      THEN 'silent_before'
  END AS sans_avant,
  listagg(o.nom, ', ') WITHIN GROUP (ORDER BY o.service) AS compare_a
FROM indicateurs i
LEFT JOIN territoires w ON w.service = i.service AND w.annee = i.annee
LEFT JOIN reprises r ON r.service = i.service AND r.annee = i.annee
LEFT JOIN indicateurs o ON o.service = r.ancien AND o.annee = i.annee - 1
GROUP BY i.service, i.annee
