-- One key for each writing of a body: no accents, signs or capitals. The body that asks has one key
-- whether the files write its SIREN or its name, so that it is never among its own peers.
WITH ecrits AS (
  SELECT o.organisme FROM organismes o WHERE o.organisme IS NOT NULL
  UNION
  SELECT v.organisme FROM valeurs v WHERE v.organisme IS NOT NULL
  UNION
  SELECT q.organisme FROM parametres q WHERE q.organisme IS NOT NULL
  UNION
  SELECT q.organisme_nom AS organisme FROM parametres q WHERE q.organisme_nom IS NOT NULL
),
plies AS (
  SELECT
    e.organisme,
    translate(upper(e.organisme), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ-.,’'' ', 'AAACEEEEIIOOUUU') AS cle
  FROM ecrits e
),
miens AS (
  SELECT p.cle FROM plies p JOIN parametres q ON p.organisme IN (q.organisme, q.organisme_nom)
)
SELECT p.organisme, CASE WHEN m.cle IS NULL THEN p.cle ELSE 'SOI' END AS cle
FROM plies p
LEFT JOIN (SELECT DISTINCT i.cle FROM miens i) m ON m.cle = p.cle
