"""Units as headers and cells write them: `(m³)`, `en t`, `€/t`, `kg/hab`, `poids_kg`."""

from __future__ import annotations

import re

from intake.file_reading.names import names_a_price, names_money, words_of
from intake.file_reading.vocabulary import vocabulary

_UNITS = {
    "kg": "kg", "kilo": "kg", "kilos": "kg", "kilogramme": "kg", "kilogrammes": "kg",
    "t": "t", "tonne": "t", "tonnes": "t", "g": "g", "mg": "mg",
    "l": "l", "litre": "l", "litres": "l", "hl": "hl", "ml": "ml",
    "m3": "m3", "m2": "m2", "m": "m", "ml lineaire": "m", "km": "km", "km2": "km2", "cm": "cm",
    "mm": "mm", "ha": "ha", "m3h": "m3/h", "m3j": "m3/j",
    "wh": "Wh", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "w": "W", "kw": "kW", "mw": "MW",
    "kva": "kVA", "va": "VA", "v": "V", "kwc": "kWc", "kwh pcs": "kWh", "kwh pci": "kWh",
    "mwh pcs": "MWh", "mwh pci": "MWh",
    "°c": "°C", "degc": "°C", "°": "°", "%": "%", "pct": "%", "pourcent": "%", "‰": "‰",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "€ ht": "EUR", "€ ttc": "EUR",
    "eur ht": "EUR", "eur ttc": "EUR", "euros ht": "EUR", "euros ttc": "EUR", "€ht": "EUR",
    "€ttc": "EUR", "k€": "kEUR", "keur": "kEUR", "m€": "MEUR",
    "milliers d'euros": "kEUR", "milliers d'€": "kEUR", "millions d'euros": "MEUR",
    "cts": "cEUR", "cents": "cEUR",
    "centime": "cEUR", "centimes": "cEUR", "centimes d'euro": "cEUR",
    "centimes d'euros": "cEUR",
    "keuro": "kEUR", "keuros": "kEUR", "meur": "MEUR", "k€ ht": "kEUR", "k€ ttc": "kEUR",
    "hab": "hab", "habitant": "hab", "habitants": "hab",
    "h": "h", "heure": "h", "heures": "h", "min": "min", "mn": "min", "minutes": "min", "s": "s",
    "j": "j", "jour": "j", "jours": "j", "an": "an",
    "°c.j": "°C.j", "°c.jour": "°C.j", "°cj": "°C.j",
    "v/j": "veh/j", "v/jour": "veh/j", "veh/j": "veh/j", "véh/j": "veh/j", "v/h": "veh/h",
    "veh/h": "veh/h", "véh/h": "veh/h",
    "bar": "bar", "db": "dB", "hz": "Hz", "co2e": "CO2e", "teqco2": "tCO2e", "tco2e": "tCO2e",
    "abonne": "abonne", "abonnes": "abonne", "ug": "ug", "µg": "ug", "μg": "ug", "ng": "ng",
    "ppm": "ppm", "ppb": "ppb", "ntu": "NTU", "nfu": "NFU", "fnu": "FNU", "ufc": "UFC",
    "µs": "µS", "μs": "µS", "lux": "lux", "lx": "lux", "lm": "lm", "db(a)": "dB(A)",
    "dba": "dB(A)", "mbar": "mbar", "pa": "Pa", "hpa": "hPa", "kpa": "kPa", "dm3": "dm3",
    "dl": "dl", "cl": "cl", "quintal": "q", "quintaux": "q", "stere": "st", "steres": "st",
    "stères": "st", "stère": "st", "nm3": "Nm3", "ml lin": "m", "metres": "m", "mètres": "m",
    "metre": "m", "mètre": "m", "ares": "a", "gj": "GJ", "mj": "MJ", "kj": "kJ", "kcal": "kcal",
    "tep": "tep", "kvarh": "kvarh", "amperes": "A", "mv": "mV", "kv": "kV", "sec": "s",
    "secondes": "s", "mois": "mois", "ans": "an", "années": "an", "semaines": "semaine",
    "jrs": "j", "days": "j", "hours": "h", "minute": "min", "years": "an", "an(s)": "an",
    "kg eq. co2": "kgCO2e", "kg éq. co2": "kgCO2e", "kg eq co2": "kgCO2e", "kgeqco2": "kgCO2e",
    "t eq. co2": "tCO2e", "t éq. co2": "tCO2e", "t eq co2": "tCO2e", "t co2": "tCO2",
    "kg co2e": "kgCO2e", "t co2e": "tCO2e", "jour(s)": "j", "heure(s)": "h",
    "kgco2e": "kgCO2e", "gco2e": "gCO2e", "kgco2": "kgCO2",
    "tco2": "tCO2", "gco2": "gCO2", "usd": "USD", "$": "USD", "£": "GBP", "chf": "CHF",
    "gbp": "GBP", "frf": "FRF", "franc": "FRF", "francs": "FRF", "kf": "kFRF", "xpf": "XPF",
    "f cfa": "XOF", "fcfa": "XOF", "dem": "DEM", "kt": "kt", "hm3": "hm3", "dam3": "dam3",
    "md€": "GEUR", "mds€": "GEUR", "mds €": "GEUR", "md €": "GEUR", "milliards d'euros": "GEUR",
    "milliards d'€": "GEUR", "millions d'€": "MEUR", "millions €": "MEUR", "milliers €": "kEUR",
}  # fmt: skip
THOUSANDS, MILLIONS = "10^3", "10^6"
_THOUSANDS = re.compile(
    r"(?:en\s+)?(?:(?P<thousand>milliers?|mille|10\s?(?:³|\^3|e3|\*\*3|puissance 3)|103(?=\s?m)"
    r"|[x×*]?\s?1[ .\u00a0\u202f]?000|k(?=\s?hab))"
    r"|(?:millions?|10\s?(?:⁶|\^6|e6|\*\*6)|[x×*]?\s?1(?:[ .]?000){2}))"
    r"(?:\s?(?:de\s|d'\s?))?\s*(?P<rest>[^\d\s].*)?(?<!\s)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"([^\s(]{1,6})(?:\s*\(?(?:ngf(?:[- ]?ign ?69)?|ign ?69|shon|shob|sdp|su|sub|shab|ep|ef|eb|ms"
    r"|mb|hors taxes?|toutes taxes|h\.t|t\.t\.c)\.?\)?)?"
)
"""`m NGF`, `m² SDP`, `t MS`, `hab.`: what is measured there has no other unit."""
_MEASURED = vocabulary("g kg t l m3 m2 kwh mwh wh € k€ eur km kgco2e")
_EACH_OF = re.compile(r"[^\W\d_]{3,14}")
_GERMS = {"ufc": "UFC", "npp": "NPP", "ufp": "UFP", "pfu": "PFU", "cfu": "CFU", "n": "n"}
_VOLUMES = {"l": "L", "ml": "mL", "100ml": "100 mL", "100 ml": "100 mL", "250 ml": "250 mL"}
"""Germs are counted in a volume that laboratories write with a capital."""
CURRENCIES = frozenset({"FRF", "kFRF", "USD", "GBP", "CHF", "XPF", "XOF", "DEM"})
MONEY = frozenset({"EUR", "kEUR", "MEUR"})
"""Units that sums are written in; cents are prices'."""
_NAKED = vocabulary(
    "kg tonnes litres m3 m2 km km2 ha kwh mwh gwh kw mw kva eur euros € k€ % hab °c kwc tco2e "
    "ppm ppb ntu nfu mm cm hl cts cents centimes lux dba tep kvarh kgco2e m3h m3j chf usd gbp xpf"
)
"""Units that stand in a name without brackets; one letter alone does not."""
_AFTER_UNDERSCORE = frozenset({"t", "l", "h", "g", "pct"})
_BY_LETTER = {
    "m": vocabulary(
        "profondeur prof longueur long lg hauteur haut largeur larg distance dist altitude alt "
        "niveau diametre epaisseur lineaire rayon cote perimetre tirant emprise"
    ),
    "s": vocabulary("duree temps delai latence"),
    "j": vocabulary("duree temps delai age retard"),
    "w": vocabulary("puissance"),
    "v": vocabulary("tension batterie pile accu alim alimentation"),
    "t": vocabulary("tonnage tonnages poids masse"),
    "l": vocabulary("volume volumes litrage quantite"),
    "h": vocabulary("duree temps"),
    "bar": vocabulary("pression press pressions"),
    "min": vocabulary("duree delai attente trajet"),
    "mn": vocabulary("duree delai attente trajet"),
}
"""A letter, or a word of another sense, at the end of a name is a unit where the words before it
name what it measures.
"""
_OVER = frozenset({"h", "j", "s", "an", "hab", "m2", "m3", "ha", "km", "l", "t"})
_OVERED = vocabulary("kg t g mg ug ng l m3 m2 kwh mwh wh km eur keur")
"""`debit_m3_h`, `conso_kwh_m2`."""
_HEAT = frozenset({"temp", "temperature", "t"})
_EACH_ONE = frozenset({"t", "tonne"})
_PRICED = frozenset({"t", "kg", "m3", "l", "kWh", "MWh", "hab", "km"})
"""Quantities that have a price: a price is in none of them."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,24})[)\]]")
_PER_DASH = re.compile(r"(?<=[gl])-(?=m3$)|\.(?=m-3$)")
"""`µg-m3`, as stations for the air write what is in a cubic metre."""
_IN = re.compile(r"(?:^|\s)en\s+([^\s,;]+(?:\s(?:HT|TTC))?)\s*$", re.IGNORECASE)
_EACH = re.compile(r"(?:^|\s)(?:au|par|/)\s*(m[³3]|t|tonne|kwh|hab|habitant|km)\b", re.IGNORECASE)
_INDICATORS = {
    "d101": "hab", "d102": "EUR/m3", "d201": "hab", "d203": "t", "d204": "EUR/m3", "p104": "%",
    "p105": "m3/km/j", "p106": "m3/km/j", "p107": "%", "p108": "%", "p109": "EUR/m3",
    "p101": "%", "p102": "%", "p201": "%", "p203": "%", "p204": "%", "p205": "%", "p206": "%",
    "p207": "EUR/m3", "p253": "%", "p254": "%", "p257": "%", "p154": "%",
}  # fmt: skip
"""Of the public indicators of water services, by their first four signs (order of 2 May 2007)."""
_INDICATOR = re.compile(r"^\s*([dp]\d{3})(?=[._ ])", re.IGNORECASE)
_FOR_SO_MANY = re.compile(
    r"(?:\bpour|\bpar|/)\s*(?:1\s?0{2,3}\b|1\s?00\s?000|mille|cent)\b", re.IGNORECASE
)
"""`Cas pour 1000 hab` counts no inhabitants."""
_OF_A_RATE = re.compile(r"(?<![\w-])\d{1,3}(?:[.,]\d+)?\s?%")
"""`TVA 5,5 %` names a rate of tax: its amounts are no percentages."""
_RATES = vocabulary(
    "taux pourcentage rendement part proportion evol evolution avancement remplissage"
)
_SHARES = frozenset({"part", "proportion"})
_PAYERS = vocabulary(
    "fixe fixes variable variables incitative proportionnelle abonnement investissement "
    "employeur employeurs patronale salarie salariale agent agents famille familles usager caf "
    "ville commune communale departement region etat epci syndicat assure mutuelle"
)


def unit_named(text: str) -> str | None:
    """`m³/h` to `m3/h`, `€ HT` to EUR; None for what is no unit."""
    plain = " ".join(text.replace("³", "3").replace("²", "2").strip().lower().split())
    plain = _PER_DASH.sub("/", plain)
    if not plain or len(plain) > 24:
        return None
    if plain in _UNITS:
        return _UNITS[plain]
    parts = [part.strip(" .") for part in plain.split("/")]
    if len(parts) > 1 and parts[0] in _GERMS and parts[1] in _VOLUMES:
        return f"{_GERMS[parts[0]]}/{_VOLUMES[parts[1]]}"
    if len(parts) > 1 and all(part in _UNITS for part in parts):
        return "/".join(_UNITS[part] for part in parts)
    qualified = _QUALIFIED.fullmatch(plain.rstrip("."))
    return _by_thousands(text) or (None if qualified is None else _UNITS.get(qualified[1]))


def _by_thousands(text: str) -> str | None:
    """`10³ m³/an`, `milliers d'hab.`, `x 1000 €`, `Mm³`; a power alone where no unit follows."""
    plain = " ".join(text.strip(" .").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if plain.replace("³", "3") == "Mm3":
        return f"{MILLIONS} m3"
    match = _THOUSANDS.fullmatch(plain)
    if match is None:
        return None
    power = THOUSANDS if match["thousand"] else MILLIONS
    rest = (match["rest"] or "").strip(" .")
    if not rest and plain[0].isdigit() and plain.replace(" ", "").isdecimal():
        # A figure: nothing says that it multiplies.
        return None
    unit = unit_named(rest) if rest else ""
    if unit == "EUR":
        return "kEUR" if power == THOUSANDS else "MEUR"
    return None if unit is None else f"{power} {unit}".strip()


def unit_sign(unit: str) -> str:
    """As people write it: `k€`, `m³`."""
    signs = {
        "EUR": "€",
        "kEUR": "k€",
        "MEUR": "M€",
        "cEUR": "c€",
        "m2": "m²",
        "m3": "m³",
        "ratio": "fraction",
        "GEUR": "Md€",
    }
    for power, sign in ((THOUSANDS, "10³"), (MILLIONS, "10⁶")):
        if unit == power or unit.startswith(f"{power} "):
            return f"{sign} {unit_sign(unit.removeprefix(power).strip())}".strip()
    return "/".join(signs.get(part, part) for part in unit.split("/"))


def unit_in_name(name: str) -> str | None:
    """The unit that a header gives; that of which it says the price is by that unit: `prix_t` is in
    EUR/t and holds no tonnes.
    """
    unit = _unit_written(name)
    if not names_a_price(name):
        return unit
    if unit is None and words_of(name)[-1] in _EACH_ONE:
        return "EUR/t"
    return f"EUR/{unit}" if unit in _PRICED else unit


def _unit_written(name: str) -> str | None:
    """In brackets, after `en`, or as a word."""
    for match in _BRACKETS.finditer(name):
        bracket = match[1]
        if _is_plural(name, match):
            continue
        inner = re.sub(r"^(en|unité\s*:?)\s+", "", bracket.strip(), flags=re.IGNORECASE)
        if (unit := unit_named(inner) or _by_each(inner)) is not None:
            return unit
    if (after := _IN.search(name)) and (unit := unit_named(after[1])) is not None:
        return unit
    if (indicator := _INDICATOR.match(name)) and indicator[1].lower() in _INDICATORS:
        return _INDICATORS[indicator[1].lower()]
    return _unit_of_words(name)


def _is_plural(name: str, bracket: re.Match[str]) -> bool:
    """`Part(s)`: the ending of the word that it follows, but for words of time."""
    before = name[: bracket.start()]
    is_stuck = before[-1:].isalpha() and bracket[1].lower() == "s"
    return is_stuck and not _BY_LETTER["s"] & {*words_of(before)[-1:]}


def _by_each(text: str) -> str | None:
    """`g/convive`, `€/repas`: by each of what is counted."""
    measured, _, each = text.strip().lower().partition("/")
    is_plain = measured.strip() in _MEASURED and _EACH_OF.fullmatch(each.strip()) is not None
    return f"{_UNITS[measured.strip()]}/{each.strip()}" if is_plain else None


def _unit_of_words(name: str) -> str | None:
    """As a word of its own, at the end of the name first."""
    if _FOR_SO_MANY.search(name):
        return None
    name = _OF_A_RATE.sub(" ", name)
    words = re.split(r"[\s_,;:]+", name.replace("³", "3").replace("²", "2"))
    if "_" in name and words[-1].lower() == "c" and words[0].lower() in _HEAT:
        words[-1] = "°c"
    for word in words:
        if "/" in word and (unit := unit_named(word)) is not None:
            return unit
    tail = words[-1].lower()
    if "_" in name and (ratio := _ratio(words)) is not None:
        return ratio
    if _BY_LETTER.get(tail, frozenset()) & {*words_of(" ".join(words[:-1]))}:
        return _UNITS[tail]
    if tail in _NAKED or ("_" in name and tail in _AFTER_UNDERSCORE):
        return _UNITS.get(tail)
    return next((_UNITS[word.lower()] for word in words if word.lower() in _NAKED), None)


def _ratio(words: list[str]) -> str | None:
    over, under = words[-2:] if len(words) > 2 else ("", "")
    if under.lower() not in _OVER or over.lower() not in _OVERED:
        return None
    units = _UNITS[over.lower()], _UNITS[under.lower()]
    return units[0] if units[0] == units[1] else "/".join(units)


def unit_by_meaning(name: str, largest: float | None) -> str | None:
    """The unit that the name alone implies: of money, inhabitants or a rate; None otherwise."""
    words = set(words_of(name))
    if names_a_price(name) and (after := _EACH.search(name)):
        return f"EUR/{unit_named(after[1])}"
    if names_money(name):
        return "EUR"
    if words & {"habitants", "population", "pop", "habitant"}:
        return "hab"
    # The share that somebody pays is an amount: of a whole, no share is above 100 %.
    is_large = largest is not None and largest > 100
    is_amount = bool(words & _SHARES) and (is_large or bool(words & _PAYERS))
    # `Part(s)`: so many of them.
    is_of_many = _FOR_SO_MANY.search(name) is not None or any(
        _is_plural(name, match) for match in _BRACKETS.finditer(name)
    )
    if words & _RATES and largest is not None and not is_amount and not is_of_many:
        return "%" if largest > 1.5 else "ratio"
    return None
