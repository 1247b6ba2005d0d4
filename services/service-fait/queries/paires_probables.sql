-- Then tares, other products, other clients.
WITH libres AS (
  SELECT c.bon_ligne, c.ticket_ligne, c.decalage, c.classe, c.cout
  FROM candidats c
  LEFT JOIN paires b ON b.bon_ligne = c.bon_ligne
  LEFT JOIN paires t ON t.ticket_ligne = c.ticket_ligne
  WHERE b.bon_ligne IS NULL AND t.ticket_ligne IS NULL AND c.classe BETWEEN 3 AND 6
),
ranges AS (
  SELECT
    l.bon_ligne, l.ticket_ligne, l.decalage, l.classe,
    row_number() OVER (
      PARTITION BY l.bon_ligne
      ORDER BY l.classe, abs(l.decalage), l.cout, l.bon_ligne, l.ticket_ligne
    ) AS du_bon,
    row_number() OVER (
      PARTITION BY l.ticket_ligne
      ORDER BY l.classe, abs(l.decalage), l.cout, l.bon_ligne, l.ticket_ligne
    ) AS du_ticket
  FROM libres l
)
SELECT r.bon_ligne, r.ticket_ligne, r.decalage, r.classe
FROM ranges r
WHERE r.du_bon = 1 AND r.du_ticket = 1
