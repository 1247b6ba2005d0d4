-- Nearest rank, rounded to the finest step under which the quartile is the same without any one of
-- the peers: whoever leaves, the quartile of the others is the one of `bas` and `haut`. The step is
-- between a twentieth and a half of what is told.
WITH bornes AS (
  SELECT
    r.indicateur, r.annee, k.quart,
    max(CASE WHEN r.rang = (k.quart * (r.semblables - 1) + 3) / 4 THEN r.valeur END) AS bas,
    max(CASE WHEN r.rang = (k.quart * (r.semblables - 1) + 3) / 4 + 1 THEN r.valeur END) AS haut
  FROM rangs r
  CROSS JOIN (VALUES (1), (2), (3)) AS k (quart)
  GROUP BY r.indicateur, r.annee, k.quart
),
pas AS (
  SELECT CAST(m.m * e.e AS decimal(18, 4)) AS pas
  FROM (VALUES (1), (2), (5)) AS m (m)
  CROSS JOIN (
    VALUES
      (DECIMAL '0.0001'), (DECIMAL '0.0010'), (DECIMAL '0.0100'), (DECIMAL '0.1000'),
      (DECIMAL '1.0000'), (DECIMAL '10.0000'), (DECIMAL '100.0000'), (DECIMAL '1000.0000'),
      (DECIMAL '10000.0000'), (DECIMAL '100000.0000'), (DECIMAL '1000000.0000'),
      (DECIMAL '10000000.0000'), (DECIMAL '100000000.0000')
  ) AS e (e)
),
arrondis AS (
  SELECT
    b.indicateur, b.annee, b.quart, p.pas,
    CAST(
      CASE WHEN b.bas < 0 THEN -1 ELSE 1 END
        * (2 * abs(b.bas) + p.pas - mod(2 * abs(b.bas) + p.pas, 2 * p.pas)) * 0.5
      AS decimal(18, 4)
    ) AS du_bas,
    CAST(
      CASE WHEN b.haut < 0 THEN -1 ELSE 1 END
        * (2 * abs(b.haut) + p.pas - mod(2 * abs(b.haut) + p.pas, 2 * p.pas)) * 0.5
      AS decimal(18, 4)
    ) AS du_haut
  FROM bornes b
  CROSS JOIN pas p
),
surs AS (
  SELECT
    a.indicateur, a.annee, a.quart, a.pas,
    a.du_bas AS valeur,
    row_number() OVER (PARTITION BY a.indicateur, a.annee, a.quart ORDER BY a.pas) AS place
  FROM arrondis a
  WHERE a.du_bas = a.du_haut AND abs(a.du_bas) BETWEEN 2 * a.pas AND 20 * a.pas
)
SELECT s.indicateur, s.annee, s.quart, s.valeur, s.pas FROM surs s WHERE s.place = 1
