-- What pays for the service (tax or fee), of each level whose communes the file's owner covers.
WITH etendue_de AS (
  SELECT e.fichier, e.annee, listagg(e.commune, ' ') WITHIN GROUP (ORDER BY e.commune) AS codes
  FROM etendues e
  GROUP BY e.fichier, e.annee
)
SELECT c.annee, c.niveau, c.cle, CAST(sum(f.montant) AS decimal(18, 2)) AS eur
FROM couvertures c
JOIN etendue_de e ON e.annee = c.annee AND e.codes = c.codes
JOIN financement f ON f.annee = c.annee AND f.file = e.fichier
WHERE c.niveau <> 'commune' AND c.territoire_connu AND f.montant IS NOT NULL
GROUP BY c.annee, c.niveau, c.cle
