SELECT CAST(concat('2025-', '01-31') AS date) AS jour
