-- Without hours, weights alone pair: a load that has one ticket left takes it, before another takes
-- it that has a choice.
WITH libres AS (
  SELECT
    c.bon_ligne, c.ticket_ligne, c.decalage, c.classe, c.cout,
    count(*) OVER (PARTITION BY c.bon_ligne) AS choix_du_bon,
    count(*) OVER (PARTITION BY c.ticket_ligne) AS choix_du_ticket
  FROM candidats c
  LEFT JOIN paires b ON b.bon_ligne = c.bon_ligne
  LEFT JOIN paires t ON t.ticket_ligne = c.ticket_ligne
  WHERE b.bon_ligne IS NULL AND t.ticket_ligne IS NULL AND c.classe = 1 AND NOT c.a_l_heure
),
rivaux AS (
  SELECT
    l.bon_ligne, l.ticket_ligne, l.decalage, l.classe, l.cout, l.choix_du_bon, l.choix_du_ticket,
    sum(CASE WHEN l.choix_du_bon = 1 THEN 1 ELSE 0 END)
      OVER (PARTITION BY l.ticket_ligne) AS bons_sans_choix,
    sum(CASE WHEN l.choix_du_ticket = 1 THEN 1 ELSE 0 END)
      OVER (PARTITION BY l.bon_ligne) AS tickets_sans_choix
  FROM libres l
),
forces AS (
  SELECT
    r.bon_ligne, r.ticket_ligne, r.decalage, r.classe,
    row_number() OVER (PARTITION BY r.bon_ligne ORDER BY r.cout, r.ticket_ligne) AS du_bon,
    row_number() OVER (PARTITION BY r.ticket_ligne ORDER BY r.cout, r.bon_ligne) AS du_ticket
  FROM rivaux r
  WHERE (r.choix_du_bon = 1 AND r.bons_sans_choix = 1)
    OR (r.choix_du_ticket = 1 AND r.tickets_sans_choix = 1)
)
SELECT f.bon_ligne, f.ticket_ligne, f.decalage, f.classe
FROM forces f
WHERE f.du_bon = 1 AND f.du_ticket = 1
