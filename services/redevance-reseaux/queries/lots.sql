-- Lots with a day and a service; a category that is not given is of subscribers.
SELECT
  l.service, l.date_facture, l.type, coalesce(l.categorie, 'ABONNES') AS categorie, l.volume_m3
FROM factures l
WHERE l.service IS NOT NULL AND l.date_facture IS NOT NULL
