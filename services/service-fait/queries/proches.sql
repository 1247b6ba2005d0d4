-- Each slip beside each ticket of its vehicle that may answer it. Where an hour is not known, the
-- order in which each party writes a vehicle's loads of the day stands for it.
SELECT
  e.ligne AS bon_ligne,
  t.ligne AS ticket_ligne,
  e.vehicule,
  e.jour,
  CAST(e.decalage AS bigint) AS decalage,
  CASE
    WHEN b.timed AND t.timed THEN t.minute_site - e.de ELSE 30 * abs(b.ordre - t.ordre)
  END AS attente,
  b.timed AND t.timed AS a_l_heure,
  t.nous,
  b.produit = t.produit AS meme_produit,
  CAST(b.net - t.net AS decimal(14, 3)) AS ecart,
  CAST(greatest(o.tolerance_kg, t.net * o.tolerance_part) AS decimal(14, 3)) AS tolerance,
  abs(b.net - t.net) <= greatest(o.tolerance_kg, t.net * o.tolerance_part) AS admis,
  CAST(abs(b.brut - t.brut) AS decimal(14, 3)) AS ecart_brut,
  CAST(abs(b.brut - t.brut - b.net + t.net) AS decimal(14, 3)) AS ecart_tare,
  coalesce(
    abs(b.brut - t.brut) <= greatest(o.tolerance_kg, t.net * o.tolerance_part), FALSE
  ) AS brut_pareil,
  coalesce(
    abs(b.brut - t.brut) > greatest(o.tolerance_kg, t.net * o.tolerance_part), FALSE
  ) AS brut_autre,
  t.net < b.net AS partie_possible,
  abs(b.net - t.net) * 3 <= b.net AS voisin
FROM attendus e
JOIN tickets_lus t
  ON t.vehicule = e.vehicule AND t.minute_site / 1440 = e.jour_site
  AND t.minute_site BETWEEN e.de AND e.a
JOIN bons_lus b ON b.ligne = e.ligne
JOIN tolerances o ON o.produit = b.produit
