SELECT
  g.indicateur, g.annee, g.niveau, g.semblables, f.valeur,
  CAST(row_number() OVER (PARTITION BY g.indicateur, g.annee ORDER BY f.valeur, f.organisme) AS bigint)
    AS rang
FROM groupes g
JOIN classes c ON c.niveau = g.niveau
JOIN chiffres f
  ON f.organisme = c.organisme AND f.indicateur = g.indicateur AND f.annee = g.annee
