-- The slots of the channels that count, by the local day in which they begin; empty is no zero.
SELECT
  c.canal, c.site, CAST(m.debut AS date) AS jour, m.debut,
  CASE WHEN m.passages >= 0 THEN m.passages END AS passages,
  CASE WHEN m.fin > m.debut THEN date_diff('second', m.debut, m.fin) END AS duree_s
FROM mesures m
JOIN canaux_lus c ON c.canal = trim(m.canal) AND c.compte
WHERE m.debut IS NOT NULL
