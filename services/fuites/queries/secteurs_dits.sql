SELECT
  e.secteur, e.code_commune,
  CASE WHEN e.ecarte IS NULL THEN e.jours_lus END AS jours_lus,
  CASE WHEN e.ecarte IS NULL THEN e.jours_attendus END AS jours_attendus,
  CASE WHEN e.ecarte IS NULL THEN CAST(0.01 * ((e.normale_l + 5) / 10) AS decimal(18, 2)) END
    AS nuit_normale_m3h,
  CASE WHEN e.muet IS NULL THEN CAST(0.01 * ((e.seuil_l + 5) / 10) AS decimal(18, 2)) END
    AS seuil_m3h,
  CASE WHEN e.muet IS NULL OR e.fuites > 0 THEN e.fuites END AS fuites,
  CASE WHEN e.muet IS NULL OR e.fuites > 0 THEN e.en_cours END AS en_cours,
  CASE WHEN e.muet IS NULL OR e.fuites > 0 THEN CAST(0.1 * e.dixiemes AS decimal(18, 1)) END
    AS perdu_m3,
  CASE WHEN e.muet IS NULL OR e.fuites > 0 THEN CAST(0.01 * e.centimes AS decimal(18, 2)) END
    AS perdu_eur,
  concat_ws('
',
    CASE WHEN e.ecarte IS NOT NULL THEN concat('jours_lus: ', e.ecarte, '
jours_attendus: ', e.ecarte, '
nuit_normale_m3h: ', e.ecarte) END,
    CASE WHEN e.ecarte IS NULL AND e.normale_l IS NULL THEN 'nuit_normale_m3h: no_calm_nights' END,
    CASE WHEN e.muet IS NOT NULL THEN concat('seuil_m3h: ', e.muet)
      WHEN e.seuil_l IS NULL THEN 'seuil_m3h: no_calm_nights' END,
    CASE
      WHEN e.muet IS NOT NULL AND e.fuites = 0 THEN concat('fuites: ', e.muet, '
en_cours: ', e.muet, '
perdu_m3: ', e.muet, '
perdu_eur: ', e.muet)
      WHEN e.centimes IS NULL THEN 'perdu_eur: no_price'
    END
  ) AS reasons
FROM etats e
ORDER BY e.secteur
