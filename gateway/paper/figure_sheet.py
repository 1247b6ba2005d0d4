"""A frozen figure as a sheet: made of its canonical JSON, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.model.problem import Language
from gateway.paper.sheet import Bar, Bars, Fact, Section, Sheet, SheetTable
from gateway.paper.shown import header_of, is_numeric, shown_cell, shown_part, shown_row
from gateway.paper.words import shown_instant, shown_number, words_of

_FEWEST_BARS, _MOST_BARS = 2, 30
_REASONS, _MOST_REASONS = "reasons", 8
_THOUSAND = 1_000
_UNSET = (None, "None")
_ONWARD = (
    {
        "none": "La convention {} interdit de retransmettre ce qui a été lu à son titre.",
        "aggregates": "La convention {} permet de retransmettre des totaux seulement.",
        "with_consent": "La convention {} permet de retransmettre avec l'accord de qui donne.",
    },
    {
        "none": "Agreement {} forbids passing on what was read under it.",
        "aggregates": "Agreement {} allows passing on totals only.",
        "with_consent": "Agreement {} allows passing on with the giver's consent.",
    },
)


def figure_sheet(
    content: Mapping[str, Any], digest: str, address: str, language: Language
) -> Sheet:
    """`content` is what `digest` is of; `address` is where anybody checks it."""
    is_french = language == "fr"
    return Sheet(
        language=language,
        kind="Chiffre figé" if is_french else "Frozen figure",
        title=content["title"][language],
        body=content["body"]["name"],
        digest=digest,
        address=address,
        attached="interco-figure.json",
        sections=(
            _about(content, language),
            *_tables(content, language),
            *_coverage(content, language),
            _sources(content, language),
            _statement(content, language),
        ),
        words=words_of(language),
    )


def _about(content: Mapping[str, Any], language: Language) -> Section:
    fr = language == "fr"
    body = content["body"]
    facts = [
        Fact("Organisme" if fr else "Organisation", f"{body['name']} (SIREN {body['siren']})"),
        Fact("Indicateur" if fr else "Indicator", content["indicator"]),
    ]
    if content["year"] is not None:
        facts.append(Fact("Année" if fr else "Year", str(content["year"])))
    facts.append(
        Fact("Figé le" if fr else "Frozen on", shown_instant(content["frozen_at"], language))
    )
    facts.append(Fact("Version", str(content["version"])))
    if content["what_changed"]:
        facts.append(Fact("Ce qui change" if fr else "What changes", content["what_changed"]))
    if content["replaces"]:
        label = "Remplace la version" if fr else "Replaces the version"
        facts.append(Fact(label, content["replaces"], is_code=True))
    if left_out := content["answer"].get("left_out"):
        label = "Tableaux laissés de côté, trop longs" if fr else "Tables left out, too long"
        facts.append(Fact(label, ", ".join(left_out)))
    missing = "aucune référence donnée" if fr else "no reference given"
    label = "Délibération" if fr else "Deliberation"
    facts.append(Fact(label, content["deliberation"] or missing))
    return Section("En bref" if fr else "In short", facts=tuple(facts))


def _tables(content: Mapping[str, Any], language: Language) -> list[Section]:
    fr = language == "fr"
    tables: Mapping[str, Any] = content["answer"]["tables"]
    sections = []
    printed = {name: shown_part(table) for name, table in tables.items()}
    for name, table in printed.items():
        if not table["columns"]:
            continue
        named = table["label"][language] if "label" in table else name
        heading = ("Chiffres" if fr else "Figures") + (f" : {named}" if len(tables) > 1 else "")
        sections.append(
            Section(
                heading,
                paragraphs=_reasons(tables[name], language),
                tables=(shown_table(table, heading, language),),
                picture=_picture(table, language),
            )
        )
    rest = [
        str(table["label"][language])
        for name, table in tables.items()
        if len(printed[name]["columns"]) < len(table["columns"])
    ]
    if rest:
        sections.append(_rest(rest, language))
    return sections


def _rest(tables: Sequence[str], language: Language) -> Section:
    names = ", ".join(tables)
    if language == "fr":
        sentence = f"Le classeur Excel de ce chiffre a toutes les colonnes de : {names}."
        return Section("Le détail", paragraphs=(sentence,))
    sentence = f"The Excel workbook of this figure has all columns of: {names}."
    return Section("The detail", paragraphs=(sentence,))


def _reasons(table: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """Why some figures are not there, each reason once, where no column tells it."""
    names = [column["name"] for column in table["columns"]]
    if _REASONS not in names or _REASONS in table.get("shown", names):
        return ()
    place = names.index(_REASONS)
    reasons = [row[place] for row in table["rows"] if isinstance(row[place], dict)]
    return tuple(dict.fromkeys(str(reason[language]) for reason in reasons))[:_MOST_REASONS]


def shown_table(table: Mapping[str, Any], caption: str, language: Language) -> SheetTable:
    columns = table["columns"]
    numeric = tuple(is_numeric(column) for column in columns)
    rows = tuple(shown_row(row, columns, language) for row in table["rows"])
    count = shown_number(str(len(rows)), language)
    lines = (
        ("lignes" if language == "fr" else "rows")
        if len(rows) > 1
        else ("ligne" if language == "fr" else "row")
    )
    headers = tuple(header_of(column, language) for column in columns)
    return SheetTable(f"{caption} ({count} {lines})", headers, numeric, rows)


def _picture(table: Mapping[str, Any], language: Language) -> Bars | None:
    """Bars of the first column of numbers against the first other one, where that is readable."""
    columns: Sequence[Mapping[str, Any]] = table["columns"]
    numbers = [place for place, column in enumerate(columns) if is_numeric(column)]
    names = [place for place in range(len(columns)) if place not in numbers]
    rows = table["rows"]
    if len(names) != 1 or not numbers or not _FEWEST_BARS <= len(rows) <= _MOST_BARS:
        return None
    name, number = names[0], numbers[0]
    if any(row[number] is None for row in rows):
        return None
    values = [Decimal(str(row[number])) for row in rows]
    if not all(value.is_finite() for value in values):
        return None
    most = max(values)
    if min(values) < 0 or most <= 0:
        return None
    bars = tuple(
        Bar(
            shown_cell(row[name], columns[name], language),
            shown_cell(row[number], columns[number], language),
            int(value * _THOUSAND / most),
        )
        for row, value in zip(rows, values, strict=True)
    )
    header = header_of(columns[number], language)
    by = header_of(columns[name], language)
    caption = f"{header} par {by}" if language == "fr" else f"{header} by {by}"
    list_of = "; ".join(f"{bar.label} {bar.value}" for bar in bars)
    kind = "Barres" if language == "fr" else "Bars"
    return Bars(caption, f"{kind}. {caption} : {list_of}.", bars)


def _coverage(content: Mapping[str, Any], language: Language) -> list[Section]:
    scope = content["scope"]
    if not scope:
        return []
    fr = language == "fr"
    communes = scope.get("communes") or {}
    covered, missing = communes.get("covered") or (), communes.get("missing") or ()
    number = communes.get("number", len(covered))
    facts = []
    if communes and number is not None:
        facts.append(Fact("Communes couvertes" if fr else "Communes covered", str(number)))
    if missing:
        facts.append(
            Fact("Communes manquantes" if fr else "Communes missing", ", ".join(map(str, missing)))
        )
    if communes.get("population") is not None:
        shown = shown_number(str(communes["population"]), language)
        facts.append(Fact("Population", shown))
    months = scope.get("months") or {}
    if months.get("number") is not None:
        of = "sur" if fr else "of"
        expected = "" if months.get("expected") is None else f" {of} {months['expected']}"
        facts.append(Fact("Mois" if fr else "Months", f"{months['number']}{expected}"))
    partial = scope.get("partial")
    facts.append(
        Fact("Complet" if fr else "Complete", words_of(language)["no" if partial else "yes"])
    )
    return [Section("Ce que cela couvre" if fr else "What it covers", facts=tuple(facts))]


def _sources(content: Mapping[str, Any], language: Language) -> Section:
    fr = language == "fr"
    none = words_of(language)["none"]
    headers = (
        ("Données", "Propriétaire", "Version", "Convention")
        if fr
        else ("Data", "Owner", "Version", "Agreement")
    )
    rows = tuple(
        (
            source["title"][language] if source["title"] else source["dataset"],
            source["owner"]["name"] if source["owner"] else none,
            str(source["version"]),
            source["agreement"] or none,
        )
        for source in content["sources"]
    )
    heading = "D'où viennent ces chiffres" if fr else "Where these figures come from"
    table = SheetTable("", headers, (False, False, True, False), rows)
    return Section(heading, paragraphs=tuple(_terms(content, language)), tables=(table,))


def _terms(content: Mapping[str, Any], language: Language) -> list[str]:
    """What each agreement says of passing on what was read under it."""
    sentences = _ONWARD[0 if language == "fr" else 1]
    terms = {
        source["agreement"]: source["onward_sharing"]
        for source in content["sources"]
        if source["agreement"] is not None
    }
    return [sentences[onward].format(agreement) for agreement, onward in terms.items()]


def _statement(content: Mapping[str, Any], language: Language) -> Section:
    fr = language == "fr"
    query = content["query"]
    facts = [Fact("Requête" if fr else "Statement", query["text"], is_code=True)]
    if shown := ", ".join(_parameter(value) for value in query["parameters"]):
        facts.append(Fact("Paramètres" if fr else "Parameters", shown, is_code=True))
    facts.append(
        Fact("Finalité" if fr else "Purpose", query["purpose"] or words_of(language)["none"])
    )
    if content["service"]:
        facts.append(Fact("Service", content["service"]))
    sentence = (
        "Le reçu signé de la passerelle et toutes les valeurs sont dans le fichier joint au PDF."
        if fr
        else "The signed receipt of the gateway and all values are in the file attached to the PDF."
    )
    heading = "Comment ils ont été calculés" if fr else "How they were computed"
    return Section(heading, paragraphs=(sentence,), facts=tuple(facts))


def _parameter(value: Any) -> str:
    """Of a service: those that have a value, by their names."""
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(f"{name} = {one}" for name, one in value.items() if one not in _UNSET)
