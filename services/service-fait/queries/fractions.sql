-- A load emptied in two or three goes: tickets that are left and whose sum the slip weighs.
WITH parties AS (
  SELECT p.bon_ligne, p.ticket_ligne, p.decalage, t.net, t.minute_site
  FROM proches p
  JOIN horloges h ON h.vehicule = p.vehicule AND h.jour = p.jour AND h.decalage = p.decalage
  JOIN tickets_lus t ON t.ligne = p.ticket_ligne
  LEFT JOIN paires b ON b.bon_ligne = p.bon_ligne
  LEFT JOIN paires q ON q.ticket_ligne = p.ticket_ligne
  WHERE p.nous AND p.meme_produit AND p.partie_possible
    AND b.bon_ligne IS NULL AND q.ticket_ligne IS NULL
),
sommes AS (
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
  WHERE abs(b.net - s.net) <= greatest(o.tolerance_kg, s.net * o.tolerance_part)
),
tickets_pris AS (
  SELECT j.bon_ligne, j.decalage, j.un AS ticket_ligne FROM justes j WHERE j.du_bon = 1
  UNION ALL
  SELECT j.bon_ligne, j.decalage, j.deux AS ticket_ligne FROM justes j WHERE j.du_bon = 1
  UNION ALL
  SELECT j.bon_ligne, j.decalage, j.trois AS ticket_ligne FROM justes j
  WHERE j.du_bon = 1 AND j.trois IS NOT NULL
),
premiers AS (
  SELECT t.ticket_ligne, min(t.bon_ligne) AS bon_ligne FROM tickets_pris t GROUP BY t.ticket_ligne
),
entiers AS (
  SELECT t.bon_ligne
  FROM tickets_pris t
  JOIN premiers p ON p.ticket_ligne = t.ticket_ligne
  GROUP BY t.bon_ligne
  HAVING count_if(p.bon_ligne <> t.bon_ligne) = 0
)
SELECT t.bon_ligne, t.ticket_ligne, t.decalage, CAST(2 AS bigint) AS classe
FROM tickets_pris t
JOIN entiers e ON e.bon_ligne = t.bon_ligne
