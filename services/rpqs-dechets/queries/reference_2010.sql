-- 2010 of the same communes, and whether that year was whole.
SELECT
  t.niveau, t.cle, t.flux, t.kg, c.communes, c.mois, c.mois_attendus, c.communes_vues
FROM tonnages t
JOIN couvertures c ON c.annee = t.annee AND c.niveau = t.niveau AND c.cle = t.cle
WHERE t.annee = 2010
