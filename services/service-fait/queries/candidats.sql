-- Pairs that may be right, the surest class first:
-- 1 same product, weights agree; 3 same product, gross weights agree and the nets do not (a tare);
-- 4 another product, weights agree; 5 another client's ticket, weights agree; 6 same product,
-- weights agree, under another shift of clocks than the vehicle's that day; 7 same product alone.
WITH classes AS (
  SELECT
    p.bon_ligne, p.ticket_ligne, p.decalage, p.attente, p.ecart, p.tolerance,
    CASE
      WHEN h.decalage IS NULL THEN CASE WHEN p.nous AND p.meme_produit AND p.admis THEN 6 END
      WHEN p.nous AND p.meme_produit AND p.admis THEN 1
      WHEN p.nous AND p.meme_produit AND p.brut_pareil THEN 3
      WHEN p.nous AND p.admis THEN 4
      WHEN NOT p.nous AND p.admis THEN 5
      WHEN p.nous AND p.meme_produit THEN 7
    END AS classe,
    CASE
      WHEN p.tolerance > 0
        THEN CAST(abs(p.ecart) AS double) / CAST(p.tolerance AS double)
      ELSE CAST(abs(p.ecart) AS double)
    END + CAST(p.attente AS double) / 60 AS cout
  FROM proches p
  LEFT JOIN horloges h
    ON h.vehicule = p.vehicule AND h.jour = p.jour AND h.decalage = p.decalage
)
SELECT c.bon_ligne, c.ticket_ligne, c.decalage, c.ecart, c.tolerance, c.cout, CAST(c.classe AS bigint) AS classe
FROM classes c
WHERE c.classe IS NOT NULL
