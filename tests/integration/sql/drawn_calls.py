"""Calls that are nearly right: of each function one that is, with parts put in another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

RIGHT = """
count(*) ; count(DISTINCT nb_prises) ; count_if(acces_libre) ; sum(puissance_kw) ; avg(nb_prises)
min(nom_station) ; any_value(nom_station) ; approx_distinct(nom_station) ; stddev(nb_prises)
bool_and(acces_libre) ; every(acces_libre) ; row_number() OVER (ORDER BY nb_prises)
rank() OVER (PARTITION BY nom_station ORDER BY nb_prises) ; ntile(4) OVER (ORDER BY nb_prises)
lag(nb_prises, 1, 0) OVER (ORDER BY nb_prises) ; nth_value(nb_prises, 2) OVER (ORDER BY nb_prises)
abs(nb_prises) ; ceil(puissance_kw) ; round(puissance_kw, 1) ; sign(nb_prises) ; ln(nb_prises)
pow(nb_prises, 2) ; mod(nb_prises, 2) ; greatest(nb_prises, 2, puissance_kw) ; log10(nb_prises)
coalesce(nom_station, 'a') ; nullif(nb_prises, 0) ; if(acces_libre, nb_prises, 0)
lower(nom_station) ; substr(nom_station, 1, 2) ; substring(nom_station FROM 2 FOR 3)
concat(nom_station, 'a', code_commune) ; replace(nom_station, 'a', 'b') ; strpos(nom_station, 'a')
position('a' IN nom_station) ; trim(BOTH ' ' FROM nom_station) ; starts_with(nom_station, 'a')
date(maj_le) ; date_trunc('month', date_mise_en_service) ; date_add('day', 3, date_mise_en_service)
date_diff('day', date_mise_en_service, current_date) ; extract(YEAR FROM date_mise_en_service)
hour(maj_le) ; last_day_of_month(date_mise_en_service) ; date_format(maj_le, '%Y-%m')
truncate(puissance_kw, 1) ; width_bucket(nb_prises, 0, 10, 5) ; lpad(nom_station, 5, ' ')
rpad(nom_station, 5, 'x') ; concat_ws('-', nom_station, code_commune) ; reverse(nom_station)
split_part(nom_station, ' ', 1) ; try(nb_prises / 0) ; max_by(nom_station, nb_prises)
approx_percentile(nb_prises, 0.5) ; median(nb_prises) ; regr_slope(nb_prises, puissance_kw)
percentile_disc(0.5) WITHIN GROUP (ORDER BY nb_prises) ; corr(nb_prises, puissance_kw)
listagg(nom_station, ', ') WITHIN GROUP (ORDER BY nom_station) ; regexp_like(nom_station, 'a')
regexp_extract(nom_station, 'a(b)', 1) ; json_extract_scalar(nom_station, '$.a') ; fold(nom_station)
cast(puissance_kw AS integer) ; try_cast(nom_station AS integer) ; nb_prises * puissance_kw
nom_station || 'a' ; nb_prises BETWEEN 1 AND 2 ; nb_prises IN (1, 2) ; nom_station LIKE 'a%'
acces_libre AND nb_prises > 1 ; CASE WHEN acces_libre THEN nb_prises ELSE 0 END
date_mise_en_service + INTERVAL '1' DAY ; maj_le AT TIME ZONE 'Europe/Paris' ; -nb_prises
sum(nb_prises) FILTER (WHERE acces_libre) ; (nb_prises, nom_station) IN ((1, 'a'))
nb_prises IN (SELECT nb_prises FROM @b) ; EXISTS (SELECT 1) ; (SELECT max(nb_prises) FROM @b)
"""
OTHERS = """
nom_station ; puissance_kw ; nb_prises ; date_mise_en_service ; acces_libre ; maj_le ; NULL ; 1 ; -1
0 ; 1.5 ; 1e3 ; '' ; 'a' ; '2025-01-31' ; TRUE ; DATE '2025-01-31' ; TIME '08:15' ; (SELECT 1) ; *
TIMESTAMP '2025-01-31 10:00:00' ; TIMESTAMP '2025-01-31 10:00:00 Europe/Paris' ; INTERVAL '1' DAY
INTERVAL '2' MONTH ; b.* ; DISTINCT nom_station ; DISTINCT ; count(*) ; sum(nb_prises) ; ARRAY[1]
CAST(NULL AS varchar) ; (nom_station, nb_prises) ; nom_station = 'a' ; 'month' ; MONTH ; x -> x
nb_prises ORDER BY nom_station ; 99999999999999999999 ; '%Y' ; '(' ; now() ; current_date ; 'é'
rank() OVER (ORDER BY id_pdc) ; 2147483648 ; -0.0 ; CAST(1 AS decimal(38,0)) ; 1/0 ; ALL nb_prises
"""
_FORMS = (
    *("SELECT {} FROM @b b LIMIT 2",) * 4,
    "SELECT nom_station FROM @b b WHERE {} LIMIT 2",
    "SELECT nom_station FROM @b b ORDER BY {} LIMIT 2",
    "SELECT {}, count(*) FROM @b b GROUP BY 1 LIMIT 2",
    "SELECT code_commune FROM @b b GROUP BY code_commune HAVING {} > 1 LIMIT 2",
    "SELECT x FROM (SELECT {} AS x FROM @b b) t LIMIT 2",
)
_PARTS = re.compile(
    r"nb_prises|puissance_kw|nom_station|acces_libre|maj_le|date_mise_en_service|'[^']*'"
    r"|\b\d+(?:\.\d+)?\b|\*|\bDAY\b|\bYEAR\b|\binteger\b"
)


def _listed(text: str) -> list[str]:
    return [each.strip() for line in text.strip().splitlines() for each in line.split(" ; ")]


def drawn_calls(random: Random) -> Iterator[str]:
    """Without an end; `@b` stands for the table."""
    right, others = _listed(RIGHT), _listed(OTHERS)
    while True:
        call = random.choice(right)
        for _ in range(random.choice((1, 1, 2))):
            part = random.choice([*_PARTS.finditer(call)] or [None])
            if part is not None:
                call = call[: part.start()] + random.choice(others) + call[part.end() :]
        dice = random.random()
        if dice < 0.04:
            call = f"({call}) OVER ()"
        elif dice < 0.08:
            call = call.replace("(", "(DISTINCT ", 1)
        elif dice < 0.12:
            call = re.sub(r", [^,()]*\)", ")", call, count=1)
        elif dice < 0.16:
            call = call.replace(")", ", 1)", 1)
        yield random.choice(_FORMS).format(call)
