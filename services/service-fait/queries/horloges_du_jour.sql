-- The shift of clocks of each vehicle and day: the one under which most of its loads weigh the same
-- on both sides (net and gross; net, or gross where a tare is wrong, says half as much). Half the loads must say so, and two at
-- least for a day's shift: weights may agree by chance. Where the vehicle does not say, the site's shift
-- of that day; else none.
WITH bons_pareils AS (
  SELECT
    p.vehicule, p.jour, p.decalage, p.bon_ligne,
    max(CASE WHEN p.admis AND NOT p.brut_autre THEN 2 ELSE 1 END) AS poids
  FROM proches p
  WHERE (p.admis OR p.brut_pareil) AND p.meme_produit
  GROUP BY p.vehicule, p.jour, p.decalage, p.bon_ligne
),
paires_pareilles AS (
  SELECT b.vehicule, b.jour, b.decalage, count(*) AS bons, sum(b.poids) AS poids
  FROM bons_pareils b
  GROUP BY b.vehicule, b.jour, b.decalage
),
journees AS (
  SELECT b.vehicule, b.jour, count(*) AS bons FROM bons_lus b GROUP BY b.vehicule, b.jour
),
du_site AS (
  SELECT p.jour, p.decalage, sum(p.bons) AS bons
  FROM paires_pareilles p
  GROUP BY p.jour, p.decalage
),
possibles AS (
  SELECT DISTINCT p.vehicule, p.jour, p.decalage FROM proches p
),
notes AS (
  SELECT
    o.vehicule, o.jour, o.decalage, d.bons AS site,
    CASE
      WHEN v.bons * 2 >= j.bons AND (abs(o.decalage) < 1440 OR v.bons > 1) THEN v.poids
      ELSE 0
    END AS note
  FROM possibles o
  JOIN journees j ON j.vehicule = o.vehicule AND j.jour = o.jour
  LEFT JOIN paires_pareilles v
    ON v.vehicule = o.vehicule AND v.jour = o.jour AND v.decalage = o.decalage
  LEFT JOIN du_site d ON d.jour = o.jour AND d.decalage = o.decalage
),
meilleures AS (
  SELECT
    n.vehicule, n.jour, n.decalage, n.site, n.note,
    max(n.note) OVER (PARTITION BY n.vehicule, n.jour) AS meilleure
  FROM notes n
),
ranges AS (
  SELECT
    m.vehicule, m.jour, m.decalage, m.note,
    row_number() OVER (
      PARTITION BY m.vehicule, m.jour
      ORDER BY m.note DESC, CASE WHEN m.meilleure = 0 THEN m.site END DESC NULLS LAST,
        abs(m.decalage), m.decalage
    ) AS place
  FROM meilleures m
)
SELECT r.vehicule, r.jour, r.decalage, r.note FROM ranges r WHERE r.place = 1
