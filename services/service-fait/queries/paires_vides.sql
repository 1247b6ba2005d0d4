SELECT c.bon_ligne, c.ticket_ligne, c.decalage, c.classe FROM candidats c WHERE 1 = 0
