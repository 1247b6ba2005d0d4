-- Then what the contract's words alone bring together; a copy of a slip answers to no ticket.
WITH libres AS (
  SELECT c.bon_ligne, c.ticket_ligne, c.decalage, c.classe, c.cout
  FROM candidats c
  LEFT JOIN paires b ON b.bon_ligne = c.bon_ligne
  LEFT JOIN paires t ON t.ticket_ligne = c.ticket_ligne
  LEFT JOIN semblables s ON s.copie = c.bon_ligne
  WHERE b.bon_ligne IS NULL AND t.ticket_ligne IS NULL AND c.classe >= 7 AND s.copie IS NULL
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
