SELECT b.bon AS numero_bon, t.ticket
FROM liens l
JOIN bons_lus b ON b.ligne = l.bon_ligne
JOIN tickets_lus t ON t.ligne = l.ticket_ligne
ORDER BY b.ligne, t.ligne
