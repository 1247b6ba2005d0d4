-- Deliveries in our name that no slip answers to.
SELECT
  t.ligne, t.ticket, t.dit AS moment, t.jour, t.vehicule, t.produit, t.net,
  CAST(t.net * 0.001 AS decimal(14, 3)) AS tonnes,
  CAST(CAST(t.net * 0.001 AS decimal(14, 3)) * p.prix AS decimal(14, 2)) AS eur
FROM tickets_lus t
LEFT JOIN liens l ON l.ticket_ligne = t.ligne
LEFT JOIN prix p ON p.produit = t.produit AND t.jour >= p.du AND t.jour < p.au
WHERE t.nous AND l.ticket_ligne IS NULL
