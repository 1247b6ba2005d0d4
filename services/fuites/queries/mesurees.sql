-- Of each leak its flow, its hours and what it lost. A night far from the leak's median (flushing, a
-- fire) is out of its flow; its day counts among its hours. A leak that runs is counted until the
-- last night read.
WITH nuits_de AS (
  SELECT
    f.secteur, f.numero, n.jour, n.debit_l, o.normale_l, f.seuil_l,
    row_number() OVER (PARTITION BY f.secteur, f.numero ORDER BY n.debit_l) AS ordre,
    count(*) OVER (PARTITION BY f.secteur, f.numero) AS nuits
  FROM fuites_trouvees f
  JOIN normales o ON o.secteur = f.secteur AND o.numero = f.numero
  JOIN nuits n
    ON n.secteur = f.secteur AND n.rang >= f.debut_rang AND (f.fin_rang IS NULL OR n.rang < f.fin_rang)
),
medianes AS (
  SELECT
    n.secteur, n.numero, max(n.jour) AS derniere,
    CAST(avg(CASE WHEN 2 * n.ordre BETWEEN n.nuits AND n.nuits + 2 THEN n.debit_l END)
      AS decimal(18, 1)) AS mediane
  FROM nuits_de n
  GROUP BY n.secteur, n.numero
),
distances AS (
  SELECT
    n.secteur, n.numero, n.seuil_l, n.nuits, m.mediane, m.derniere,
    abs(n.debit_l - m.mediane) AS ecart,
    row_number() OVER (
      PARTITION BY n.secteur, n.numero ORDER BY abs(n.debit_l - m.mediane)
    ) AS ordre
  FROM nuits_de n
  JOIN medianes m ON m.secteur = n.secteur AND m.numero = n.numero
),
ecarts AS (
  SELECT
    d.secteur, d.numero, max(d.mediane) AS mediane, max(d.derniere) AS derniere,
    greatest(
      CAST(max(d.seuil_l) AS decimal(18, 2)),
      CAST(6 * avg(CASE WHEN 2 * d.ordre BETWEEN d.nuits AND d.nuits + 2 THEN d.ecart END)
        AS decimal(18, 2))
    ) AS marge
  FROM distances d
  GROUP BY d.secteur, d.numero
),
debits AS (
  SELECT
    n.secteur, n.numero, count(*) AS nuits, max(e.derniere) AS derniere,
    CAST(sum(n.debit_l - n.normale_l) AS bigint) AS exces_l
  FROM nuits_de n
  JOIN ecarts e ON e.secteur = n.secteur AND e.numero = n.numero
  WHERE abs(n.debit_l - e.mediane) <= e.marge
  GROUP BY n.secteur, n.numero
),
fins AS (
  SELECT max(c.jour) AS jour FROM calendrier c
),
durees AS (
  SELECT
    f.secteur, f.numero, CAST(sum(c.heures) AS bigint) AS heures,
    CAST(sum(CASE WHEN date_diff('day', c.jour, x.jour) < 7 THEN c.heures ELSE 0 END) AS bigint)
      AS heures_semaine
  FROM fuites_trouvees f
  JOIN debits d ON d.secteur = f.secteur AND d.numero = f.numero
  CROSS JOIN fins x
  JOIN calendrier c
    ON c.jour >= f.debut AND (f.fin IS NULL AND c.jour <= d.derniere OR c.jour < f.fin)
  GROUP BY f.secteur, f.numero
),
litres AS (
  SELECT
    f.secteur, f.numero, f.debut, f.fin, o.normale_l, t.code_commune, t.prix_m3,
    d.nuits, d.derniere, x.jour AS dernier_jour, h.heures, h.heures_semaine,
    (2 * d.exces_l + d.nuits) / (2 * d.nuits) AS debit_l,
    CAST(1000 * t.facteur_t AS bigint) * d.exces_l * h.heures / (100000 * d.nuits) AS dixiemes,
    CAST(1000 * t.facteur_t AS bigint) * d.exces_l * h.heures_semaine / (100000 * d.nuits)
      AS dixiemes_semaine
  FROM fuites_trouvees f
  JOIN normales o ON o.secteur = f.secteur AND o.numero = f.numero
  JOIN debits d ON d.secteur = f.secteur AND d.numero = f.numero
  JOIN durees h ON h.secteur = f.secteur AND h.numero = f.numero
  JOIN secteurs_lus t ON t.secteur = f.secteur
  CROSS JOIN fins x
)
SELECT
  l.secteur, l.numero, l.code_commune, l.debut, l.fin, l.derniere, l.dernier_jour, l.nuits, l.heures,
  l.heures_semaine, l.debit_l, l.normale_l, l.dixiemes, l.dixiemes_semaine, l.prix_m3,
  (2 * l.dixiemes * CAST(10000 * l.prix_m3 AS bigint) + 1000) / 2000 AS centimes,
  (2 * l.dixiemes_semaine * CAST(10000 * l.prix_m3 AS bigint) + 1000) / 2000 AS centimes_semaine,
  date_diff('day', coalesce(l.fin, DATE '2100-01-01'), l.dernier_jour) < 7 AS de_la_semaine
FROM litres l
