-- A load emptied in two or three goes: tickets that are left and whose sum the slip weighs. Of two
-- slips that want one ticket, the first has it; the other looks again.
WITH sommes AS (
  SELECT
    x.bon_ligne, x.decalage, x.ticket_ligne AS un, y.ticket_ligne AS deux,
    CAST(NULL AS bigint) AS trois, CAST(x.net + y.net AS decimal(14, 3)) AS net
  FROM parties x
  JOIN parties y ON y.bon_ligne = x.bon_ligne AND y.ticket_ligne > x.ticket_ligne
  UNION ALL
  SELECT
    x.bon_ligne, x.decalage, x.ticket_ligne AS un, y.ticket_ligne AS deux,
    z.ticket_ligne AS trois, CAST(x.net + y.net + z.net AS decimal(14, 3)) AS net
  FROM parties x
  JOIN parties y ON y.bon_ligne = x.bon_ligne AND y.ticket_ligne > x.ticket_ligne
  JOIN parties z ON z.bon_ligne = x.bon_ligne AND z.ticket_ligne > y.ticket_ligne
),
justes AS (
  SELECT
    s.bon_ligne, s.decalage, s.un, s.deux, s.trois,
    row_number() OVER (
      PARTITION BY s.bon_ligne ORDER BY abs(b.net - s.net), s.un, s.deux, s.trois
    ) AS du_bon
  FROM sommes s
  JOIN bons_lus b ON b.ligne = s.bon_ligne
  JOIN tolerances o ON o.produit = b.produit
  LEFT JOIN paires p ON p.bon_ligne = s.bon_ligne
  LEFT JOIN paires q ON q.ticket_ligne = s.un
  LEFT JOIN paires r ON r.ticket_ligne = s.deux
  LEFT JOIN paires t ON t.ticket_ligne = s.trois
  WHERE abs(b.net - s.net) <= greatest(o.tolerance_kg, s.net * o.tolerance_part)
    AND p.bon_ligne IS NULL AND q.bon_ligne IS NULL AND r.bon_ligne IS NULL
    AND t.bon_ligne IS NULL
),
pris AS (
  SELECT
    j.bon_ligne, j.decalage,
    CASE k.place WHEN 1 THEN j.un WHEN 2 THEN j.deux ELSE j.trois END AS ticket_ligne
  FROM justes j
  CROSS JOIN (VALUES (1), (2), (3)) AS k (place)
  WHERE j.du_bon = 1 AND (k.place < 3 OR j.trois IS NOT NULL)
),
rivaux AS (
  SELECT
    p.bon_ligne, p.decalage, p.ticket_ligne,
    min(p.bon_ligne) OVER (PARTITION BY p.ticket_ligne) AS premier
  FROM pris p
),
entiers AS (
  SELECT
    r.bon_ligne, r.decalage, r.ticket_ligne,
    max(CASE WHEN r.premier <> r.bon_ligne THEN 1 ELSE 0 END) OVER (PARTITION BY r.bon_ligne)
      AS pris_par_un_autre
  FROM rivaux r
)
SELECT e.bon_ligne, e.ticket_ligne, e.decalage, CAST(2 AS bigint) AS classe
FROM entiers e
WHERE e.pris_par_un_autre = 0
