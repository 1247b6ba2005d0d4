SELECT
  'doubtful_rows' AS code, CAST(NULL AS varchar) AS fichier, a.douteuses AS lignes, a.service, a.annee
FROM assiettes a
WHERE a.douteuses > 0
UNION ALL
SELECT
  'wholesale_out' AS code, NULL AS fichier, a.en_gros AS lignes, a.service, a.annee
FROM assiettes a
WHERE a.en_gros > 0
UNION ALL
SELECT
  'rows_left_out' AS code, f.file AS fichier, count(*) AS lignes, NULL AS service, NULL AS annee
FROM factures f
WHERE f.service IS NULL OR f.date_facture IS NULL
GROUP BY f.file
