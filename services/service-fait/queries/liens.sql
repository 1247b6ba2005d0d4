-- The pairs as they are told: of slips that say one load, the first one is the load.
WITH premiers AS (
  SELECT c.garde, min_by(x.ligne, x.minute_bon * 10000000 + x.ligne) AS premier
  FROM copies c
  JOIN bons_lus x ON x.ligne = c.copie OR x.ligne = c.garde
  GROUP BY c.garde
),
admis AS (
  SELECT DISTINCT p.garde, p.premier
  FROM premiers p
  JOIN paires a ON a.bon_ligne = p.garde
  JOIN candidats k ON k.bon_ligne = p.premier AND k.ticket_ligne = a.ticket_ligne
  WHERE k.classe = a.classe
)
SELECT
  coalesce(m.premier, a.bon_ligne) AS bon_ligne,
  a.bon_ligne AS trouve,
  a.ticket_ligne,
  a.decalage,
  a.classe
FROM paires a
LEFT JOIN admis m ON m.garde = a.bon_ligne
