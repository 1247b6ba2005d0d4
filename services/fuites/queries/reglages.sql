-- The settings with their bounds: flows in litres an hour, so that all that follows is whole numbers.
SELECT
  greatest(coalesce(q.nuits, 3), 2) AS nuits,
  CAST(1000 * greatest(coalesce(q.plancher_m3h, DECIMAL '0.300'), DECIMAL '0.000') AS bigint)
    AS plancher_l,
  greatest(coalesce(q.part_pct, 15), 0) AS part_pct,
  coalesce(q.nuit_debut, 2) AS nuit_debut, coalesce(q.nuit_fin, 4) AS nuit_fin,
  concat(' ', upper(trim(coalesce(q.fermes, ''))), ' ') AS fermes,
  CAST(11 AS bigint) AS abonnes_min
FROM parametres q
