-- When each channel is expected: inside the days of the data and, where they are said, its own.
WITH donnees AS (
  SELECT min(c.jour) AS debut, max(c.jour) AS fin FROM creneaux c
)
SELECT
  c.canal, c.site,
  greatest(coalesce(c.ouvert_le, d.debut), d.debut) AS debut,
  least(coalesce(c.ferme_le, d.fin), d.fin) AS fin
FROM canaux_lus c
CROSS JOIN donnees d
WHERE c.compte AND d.debut IS NOT NULL
  AND coalesce(c.ouvert_le, d.debut) <= d.fin AND coalesce(c.ferme_le, d.fin) >= d.debut
