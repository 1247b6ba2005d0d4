-- Once every pair is made: a slip without ticket that says again a load which has one: same vehicle and product, as heavy,
-- within minutes.
WITH trouves AS (
  SELECT
    c.ligne AS copie, g.ligne AS garde,
    row_number() OVER (
      PARTITION BY c.ligne ORDER BY abs(c.minute_bon - g.minute_bon), abs(c.net - g.net), g.ligne
    ) AS place
  FROM bons_lus c
  JOIN bons_lus g
    ON g.vehicule = c.vehicule AND g.produit = c.produit AND g.jour = c.jour AND g.ligne <> c.ligne
  JOIN tolerances o ON o.produit = c.produit
  CROSS JOIN parametres q
  JOIN (SELECT DISTINCT p.bon_ligne FROM paires p) AS a ON a.bon_ligne = g.ligne
  LEFT JOIN paires s ON s.bon_ligne = c.ligne
  WHERE s.bon_ligne IS NULL AND NOT c.autre_contrat
    AND abs(c.minute_bon - g.minute_bon) <= q.double_minutes
    AND abs(c.net - g.net) <= CASE
      WHEN c.timed AND g.timed THEN greatest(o.tolerance_kg, g.net * o.tolerance_part)
      ELSE q.double_kg
    END
    AND coalesce(c.timed AND g.timed OR abs(c.brut - g.brut) <= q.double_kg, TRUE)
)
SELECT t.copie, t.garde FROM trouves t WHERE t.place = 1
