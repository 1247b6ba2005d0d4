SELECT
  d.cause, count(*) AS count, CAST(sum(d.at_stake_eur) AS decimal(14, 2)) AS at_stake_eur
FROM disputes d
GROUP BY d.cause
ORDER BY d.cause
