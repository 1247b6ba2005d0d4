SELECT p.annee, p.commune, 'commune' AS niveau, p.commune AS cle, p.nom FROM presences p
UNION ALL
SELECT p.annee, p.commune, 'organisme' AS niveau, p.organisme AS cle, p.organisme AS nom FROM presences p
UNION ALL
SELECT p.annee, p.commune, 'ensemble' AS niveau, 'ENSEMBLE' AS cle, 'Ensemble' AS nom FROM presences p
