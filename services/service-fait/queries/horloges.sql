-- The shift of clocks of each vehicle and day: the one under which most of its loads weigh the same
-- on both sides (net, or gross where a tare is wrong); where no load of the vehicle says, the one of
-- the site that day; else none.
WITH paires_pareilles AS (
  SELECT p.vehicule, p.jour, p.decalage, count(DISTINCT p.bon_ligne) AS bons
  FROM proches p
  WHERE (p.admis OR p.brut_pareil) AND p.meme_produit
  GROUP BY p.vehicule, p.jour, p.decalage
),
du_jour AS (
  SELECT p.jour, p.decalage, sum(p.bons) AS bons
  FROM paires_pareilles p
  GROUP BY p.jour, p.decalage
),
temoins AS (
  SELECT p.vehicule, p.jour, sum(p.bons) AS bons FROM paires_pareilles p GROUP BY p.vehicule, p.jour
),
possibles AS (
  SELECT DISTINCT p.vehicule, p.jour, p.decalage FROM proches p
),
ranges AS (
  SELECT
    o.vehicule, o.jour, o.decalage,
    row_number() OVER (
      PARTITION BY o.vehicule, o.jour
      ORDER BY coalesce(v.bons, 0) DESC, CASE WHEN t.bons IS NULL THEN d.bons END DESC NULLS LAST,
        abs(o.decalage), o.decalage
    ) AS place
  FROM possibles o
  LEFT JOIN paires_pareilles v
    ON v.vehicule = o.vehicule AND v.jour = o.jour AND v.decalage = o.decalage
  LEFT JOIN temoins t ON t.vehicule = o.vehicule AND t.jour = o.jour
  LEFT JOIN du_jour d ON d.jour = o.jour AND d.decalage = o.decalage
)
SELECT r.vehicule, r.jour, r.decalage FROM ranges r WHERE r.place = 1
