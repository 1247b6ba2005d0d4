-- Tickets that may be a part of a load: lighter than a slip that none answers alone, and left.
SELECT p.bon_ligne, p.ticket_ligne, p.decalage, t.net
FROM proches p
JOIN horloges h ON h.vehicule = p.vehicule AND h.jour = p.jour AND h.decalage = p.decalage
JOIN tickets_lus t ON t.ligne = p.ticket_ligne
LEFT JOIN paires b ON b.bon_ligne = p.bon_ligne
LEFT JOIN paires q ON q.ticket_ligne = p.ticket_ligne
WHERE p.nous AND p.meme_produit AND p.partie_possible
  AND b.bon_ligne IS NULL AND q.ticket_ligne IS NULL
