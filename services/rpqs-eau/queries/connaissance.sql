-- P103.2B: the plan and its update (15) or nothing more; inventory and dates; 40 points or nothing
-- more. A variable that is missing where it counts leaves no figure: unknown is not no.
WITH gates AS (
  SELECT
    c.service, c.annee, c.vp_236, c.vp_237, c.vp_238, c.vp_239, c.vp_240, c.vp_241,
    CASE
      WHEN c.vp_236 = 'NON' THEN 0
      WHEN c.vp_236 = 'OUI' AND c.vp_237 = 'NON' THEN 10
      WHEN c.vp_236 = 'OUI' AND c.vp_237 = 'OUI' THEN 15
    END AS plan,
    CASE
      WHEN c.vp_238 = 'NON' OR c.vp_240 = 'NON' OR c.vp_239 < 50 THEN 0
      WHEN c.vp_238 = 'OUI' AND c.vp_240 = 'OUI' AND c.vp_239 >= 95 THEN 15
      WHEN c.vp_238 = 'OUI' AND c.vp_240 = 'OUI'
        THEN 10 + CAST(floor(0.1 * (c.vp_239 - 50)) AS bigint)
    END AS inventaire,
    CASE
      WHEN c.vp_241 < 50 THEN 0
      WHEN c.vp_241 >= 95 THEN 15
      ELSE 10 + CAST(floor(0.1 * (c.vp_241 - 50)) AS bigint)
    END AS dates,
    c.vp_239 > 100 OR c.vp_241 > 100 OR (c.vp_239 > 0 AND c.vp_239 < 1)
      OR (c.vp_241 > 0 AND c.vp_241 < 1) AS en_part,
    CASE c.vp_242 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_243 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_244 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_245 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_246 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_247 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_248 WHEN 'OUI' THEN 10 WHEN 'NON' THEN 0 END
      + CASE c.vp_249 WHEN 'OUI' THEN 5 WHEN 'NON' THEN 0 END AS autres
  FROM calculs c
),
debuts AS (
  SELECT
    g.*,
    CASE
      WHEN g.plan < 15 THEN g.plan
      WHEN g.inventaire = 0 THEN g.plan
      ELSE g.plan + g.inventaire + g.dates
    END AS debut
  FROM gates g
)
SELECT
  d.service, d.annee,
  CASE
    WHEN d.en_part AND d.plan = 15 THEN NULL
    WHEN d.debut < 40 THEN d.debut
    ELSE d.debut + d.autres
  END AS p103_2b,
  CASE
    WHEN d.en_part AND d.plan = 15 THEN 'implausible_share'
    WHEN d.debut IS NULL OR (d.debut >= 40 AND d.autres IS NULL) THEN 'missing_knowledge'
  END AS sans_connaissance
FROM debuts d
