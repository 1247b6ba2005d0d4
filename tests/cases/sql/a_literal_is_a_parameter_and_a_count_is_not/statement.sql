SELECT flux, count(*) AS n FROM val_d_ille_aubigne.collectes
WHERE flux IN ('OMR', 'VERRE') AND tonnage > 12.5 AND date_collecte >= DATE '2025-01-01'
GROUP BY 1 ORDER BY n DESC LIMIT 3