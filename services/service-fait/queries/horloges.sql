-- A device that is a day wrong is so for days: a day that tells nothing of itself, or one load of it,
-- has the shift of the vehicle's days beside it, where that shift explains it.
WITH voisines AS (
  SELECT
    h.vehicule, h.jour, v.decalage,
    row_number() OVER (
      PARTITION BY h.vehicule, h.jour ORDER BY abs(date_diff('day', h.jour, v.jour)), v.decalage
    ) AS place
  FROM horloges_du_jour h
  JOIN horloges_du_jour v
    ON v.vehicule = h.vehicule AND abs(date_diff('day', h.jour, v.jour)) BETWEEN 1 AND 4
  JOIN proches p
    ON p.vehicule = h.vehicule AND p.jour = h.jour AND p.decalage = v.decalage
  WHERE h.note = 0 AND v.note > 0 AND abs(v.decalage) = 1440
    AND p.nous AND p.meme_produit AND p.admis AND NOT p.brut_autre
)
SELECT h.vehicule, h.jour, coalesce(v.decalage, h.decalage) AS decalage
FROM horloges_du_jour h
LEFT JOIN voisines v ON v.vehicule = h.vehicule AND v.jour = h.jour AND v.place = 1
