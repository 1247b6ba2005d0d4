-- A tare that is wrong is wrong for every load of its day: where one same difference, beyond the
-- tolerance, explains more of a vehicle's loads than none does, these are its pairs.
WITH memes AS (
  SELECT p.bon_ligne, p.ticket_ligne, p.decalage, p.vehicule, p.jour, p.ecart, p.tolerance, p.admis
  FROM proches p
  JOIN horloges h ON h.vehicule = p.vehicule AND h.jour = p.jour AND h.decalage = p.decalage
  WHERE p.nous AND p.meme_produit AND NOT p.brut_autre AND p.voisin
),
justes AS (
  SELECT m.vehicule, m.jour, count(DISTINCT m.bon_ligne) AS bons
  FROM memes m
  WHERE m.admis
  GROUP BY m.vehicule, m.jour
),
fausses AS (
  SELECT
    m.bon_ligne, m.ticket_ligne, m.decalage, m.vehicule, m.jour,
    count(DISTINCT n.bon_ligne) + 1 AS bons,
    CAST(sum(abs(m.ecart - n.ecart)) AS decimal(14, 3)) AS ecarts
  FROM memes m
  JOIN memes n
    ON n.vehicule = m.vehicule AND n.jour = m.jour AND n.bon_ligne <> m.bon_ligne
    AND n.ticket_ligne <> m.ticket_ligne AND abs(n.ecart - m.ecart) <= 20
  WHERE NOT m.admis AND NOT n.admis
  GROUP BY m.bon_ligne, m.ticket_ligne, m.decalage, m.vehicule, m.jour
),
ranges AS (
  SELECT
    f.bon_ligne, f.ticket_ligne, f.decalage,
    row_number() OVER (
      PARTITION BY f.bon_ligne ORDER BY f.bons DESC, f.ecarts, f.ticket_ligne
    ) AS du_bon,
    row_number() OVER (
      PARTITION BY f.ticket_ligne ORDER BY f.bons DESC, f.ecarts, f.bon_ligne
    ) AS du_ticket
  FROM fausses f
  LEFT JOIN justes j ON j.vehicule = f.vehicule AND j.jour = f.jour
  WHERE f.bons > coalesce(j.bons, 0)
)
SELECT r.bon_ligne, r.ticket_ligne, r.decalage, CAST(2 AS bigint) AS classe
FROM ranges r
WHERE r.du_bon = 1 AND r.du_ticket = 1
