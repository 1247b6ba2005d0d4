-- Published figures of other services, a row a service and year. A row given twice counts once; two
-- that differ tell nothing of that service and year. The report's own services are no peers.
WITH propres AS (
  SELECT DISTINCT i.service AS propre FROM indicateurs i
),
autres AS (
  SELECT DISTINCT
    trim(u.service_id) AS pair, u.annee, lower(u.missions) AS missions, u.d101_0, u.d102_0,
    u.p101_1, u.p102_1, u.p103_2b, u.p104_3, u.p105_3, u.p106_3, u.p107_2, u.p108_3, u.p151_1,
    u.p152_1, u.p153_2, u.p154_0, u.p155_1
  FROM publies u
  LEFT JOIN alias a ON a.alias = trim(u.service_id)
  LEFT JOIN propres r ON r.propre = trim(u.service_id)
  WHERE u.service_id IS NOT NULL AND u.annee IS NOT NULL AND a.alias IS NULL AND r.propre IS NULL
),
comptes_dits AS (
  SELECT a.*, count(*) OVER (PARTITION BY a.pair, a.annee) AS dits FROM autres a
)
SELECT
  c.pair, c.annee,
  CASE
    WHEN strpos(c.missions, 'distribution') > 0 THEN 'distribution'
    WHEN strpos(c.missions, 'production') > 0 THEN 'production'
    WHEN c.missions IS NULL AND (c.d101_0 > 0 OR c.d102_0 > 0) THEN 'distribution'
  END AS nature,
  c.d102_0, c.p101_1, c.p102_1, c.p103_2b, c.p104_3, c.p105_3, c.p106_3, c.p107_2, c.p108_3,
  c.p151_1, c.p152_1, c.p153_2, c.p154_0, c.p155_1
FROM comptes_dits c
WHERE c.dits = 1
