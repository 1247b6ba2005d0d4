-- Pairs that may be right, the surest class first:
-- 1 same product, weights agree, gross too where both sides know it; 3 same product, gross weights
-- agree and the nets do not (a tare); 4 same product, nets agree and the gross weights do not;
-- 5 another product, weights agree; 6 another client's ticket, weights agree; 7 same product,
-- weights agree, under another shift of clocks than the vehicle's that day (or one of the two with
-- the gross weight, by clocks that agree: a device is set right in the middle of a day); 8 same
-- product alone;
-- 9 as 7, but a day away and by the net alone, which agrees by chance more often; 10 as 8, by clocks
-- that agree where the vehicle's do not. Without hours, these two ask for weights that are near.
WITH classes AS (
  SELECT
    p.bon_ligne, p.ticket_ligne, p.decalage, p.attente, p.ecart, p.tolerance, p.ecart_brut,
    p.a_l_heure,
    CASE
      WHEN h.decalage IS NULL THEN
        CASE
          WHEN p.nous AND p.decalage = 0 AND p.a_l_heure AND p.brut_pareil
            AND (p.meme_produit OR p.admis) THEN 7
          WHEN NOT (p.nous AND p.meme_produit) THEN NULL
          WHEN p.admis AND NOT p.brut_autre AND (abs(p.decalage) < 1440 OR p.brut_pareil) THEN 7
          WHEN p.admis AND NOT p.brut_autre THEN 9
          WHEN p.decalage = 0 AND (p.a_l_heure OR p.voisin) THEN 10
        END
      WHEN p.nous AND p.meme_produit AND p.admis AND NOT p.brut_autre THEN 1
      WHEN p.nous AND p.meme_produit AND p.brut_pareil THEN 3
      WHEN p.nous AND p.meme_produit AND p.admis THEN 4
      WHEN p.nous AND p.admis AND NOT p.brut_autre THEN 5
      WHEN NOT p.nous AND p.admis AND NOT p.brut_autre THEN 6
      WHEN p.nous AND p.meme_produit AND (p.a_l_heure OR p.voisin) THEN 8
    END AS classe,
    CASE
      WHEN p.tolerance > 0
        THEN CAST(abs(p.ecart) + coalesce(p.ecart_brut + p.ecart_tare, 0) AS double) / CAST(p.tolerance AS double)
      ELSE CAST(abs(p.ecart) + coalesce(p.ecart_brut + p.ecart_tare, 0) AS double)
    END + CAST(p.attente AS double) / 60 AS cout
  FROM proches p
  LEFT JOIN horloges h
    ON h.vehicule = p.vehicule AND h.jour = p.jour AND h.decalage = p.decalage
)
SELECT
  c.bon_ligne, c.ticket_ligne, c.decalage, c.ecart, c.tolerance, c.cout, c.a_l_heure,
  CAST(c.classe AS bigint) AS classe
FROM classes c
WHERE c.classe IS NOT NULL
