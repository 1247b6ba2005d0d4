"""The sources of a figure and its computation, as any paper of the figure tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.model.problem import Language
from papers.sheet import Fact, Section, SheetTable
from papers.words import shown_number, words_of

_LONGEST_YEAR = 4
_UNSET = (None, "None")
_SYNTHETIC = {"fr": "(données synthétiques)", "en": "(synthetic data)"}
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


_ONWARD_OF_MANY = (
    {
        "none": "Ces conventions interdisent de retransmettre ce qui a été lu à leur titre : {}.",
        "aggregates": "Ces conventions permettent de retransmettre des totaux seulement : {}.",
        "with_consent": "Ces conventions permettent de retransmettre avec l'accord de qui "
        "donne : {}.",
    },
    {
        "none": "These agreements forbid passing on what was read under them: {}.",
        "aggregates": "These agreements allow passing on totals only: {}.",
        "with_consent": "These agreements allow passing on with the giver's consent: {}.",
    },
)


def is_synthetic(source: Mapping[str, Any]) -> bool:
    """Figures of earlier versions tell it in a title alone."""
    title = str(source["title"]["fr"]) if source["title"] else ""
    return bool(source.get("synthetic", _SYNTHETIC["fr"] in title))


def has_synthetic(content: Mapping[str, Any]) -> bool:
    """True where a source of the figure was invented."""
    return any(is_synthetic(source) for source in content["sources"])


def title_of(source: Mapping[str, Any], language: Language) -> str:
    """Without what a paper says once, of all."""
    if not source["title"]:
        return str(source["dataset"])
    return str(source["title"][language]).replace(_SYNTHETIC[language], "").strip()


def rest_section(tables: Sequence[str], language: Language) -> Section:
    heading = "Le détail" if language == "fr" else "The detail"
    return Section(heading, paragraphs=(_in_the_workbook(tables, language),))


def _in_the_workbook(tables: Sequence[str], language: Language) -> str:
    names = ", ".join(tables)
    if language == "fr":
        return f"Le classeur Excel de ce chiffre a toutes les colonnes de : {names}."
    return f"The Excel workbook of this figure has all columns of: {names}."


def cited(content: Mapping[str, Any], commune: str | None = None) -> list[Mapping[str, Any]]:
    """The data that have rows of the figure's year; on the sheet of a commune, rows of it, or of
    none in particular. Figures of earlier versions do not say which.
    """
    return [
        source
        for source in content["sources"]
        if source.get("rows_of_year") != 0
        and (commune is None or commune in source.get("communes", (commune,)))
    ]


def sources_section(
    content: Mapping[str, Any], language: Language, commune: str | None = None
) -> Section:
    fr = language == "fr"
    none = words_of(language)["none"]
    headers = (
        ("Données", "Propriétaire", "Version", "Convention")
        if fr
        else ("Data", "Owner", "Version", "Agreement")
    )
    rows = tuple(
        (
            title_of(source, language),
            source["owner"]["name"] if source["owner"] else none,
            str(source["version"]),
            source["agreement"] or none,
        )
        for source in cited(content, commune)
    )
    heading = "D'où viennent ces chiffres" if fr else "Where these figures come from"
    table = SheetTable("", headers, (False, False, True, False), rows)
    paragraphs = tuple(_terms(cited(content, commune), language))
    return Section(heading, paragraphs=paragraphs, tables=(table,))


def _terms(sources: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    """The terms of agreements on passing on the data read under them, each rule once."""
    fr = language == "fr"
    terms: dict[str, list[str]] = {}
    for source in sources:
        if source["agreement"] is not None:
            named = terms.setdefault(source["onward_sharing"], [])
            named += [] if source["agreement"] in named else [source["agreement"]]
    one, many = (_ONWARD[0], _ONWARD_OF_MANY[0]) if fr else (_ONWARD[1], _ONWARD_OF_MANY[1])
    return [
        (many if len(named) > 1 else one)[onward].format(", ".join(named))
        for onward, named in terms.items()
    ]


def _purpose(content: Mapping[str, Any], language: Language) -> list[Fact]:
    """In words where the figure has them."""
    code = content["query"]["purpose"]
    words = content["answer"].get("report", {}).get("purpose")
    label = "Finalité" if language == "fr" else "Purpose"
    if code is None:
        return []
    return [Fact(label, code if words is None else str(words[language]))]


def kept_apart(content: Mapping[str, Any], language: Language) -> list[Fact]:
    """The version that it replaces, and tables that it does without."""
    fr, facts = language == "fr", []
    if content["replaces"]:
        label = "Remplace la version" if fr else "Replaces the version"
        facts.append(Fact(label, content["replaces"], is_code=True))
    if left_out := content["answer"].get("left_out"):
        label = "Tableaux laissés de côté, trop longs" if fr else "Tables left out, too long"
        labels = content["answer"].get("report", {}).get("left_out", ())
        names = [str(one[language]) for one in labels] or left_out
        facts.append(Fact(label, ", ".join(names)))
    return facts


def what_changes(content: Mapping[str, Any], language: Language) -> str:
    """In the words of who corrected it; one that changes no figure is told as such."""
    words = str(content["what_changed"])
    if content.get("changes_figures", True):
        return words
    no_figure = "Aucun chiffre ne change." if language == "fr" else "No figure changes."
    return f"{words.rstrip('. ')}. {no_figure}"


def statement_section(content: Mapping[str, Any], language: Language) -> Section:
    fr = language == "fr"
    query = content["query"]
    facts = [Fact("Requête" if fr else "Statement", query["text"], is_code=True)]
    if shown := ", ".join(_parameter(value) for value in query["parameters"]):
        facts.append(Fact("Paramètres" if fr else "Parameters", shown, is_code=True))
    facts += _purpose(content, language)
    if content["service"]:
        facts.append(Fact("Service", content["service"]))
    heading = "Comment ils ont été calculés" if fr else "How they were computed"
    return Section(heading, paragraphs=(_attached(language),), facts=tuple(facts))


def made_section(
    content: Mapping[str, Any], kept_whole: Sequence[str], language: Language
) -> Section:
    """Of a report, in words: the service, its parameters by their labels, what it is for.
    `kept_whole`: tables that its workbook has more of.
    """
    fr, report = language == "fr", content["answer"]["report"]
    name, _, version = str(content["service"]).partition("@")
    title = report["service"][language] if "service" in report else name
    values = [
        f"{one[language]}{' : ' if fr else ': '}{_value(str(one['value']), language)}"
        f"{_typed(one, language)}"
        for one in _given(content)
    ]
    purpose = "".join(fact.value for fact in _purpose(content, language))
    service = (
        f"Le service « {title} », version {version}, les a calculés sur les données ci-dessus."
        if fr
        else f"The service “{title}”, version {version}, computed them over the data above."
    )
    sentences = [
        service,
        f"{(' ; ' if fr else '; ').join(values)}." if values else "",
        f"{'Finalité' if fr else 'Purpose'}{' : ' if fr else ': '}{purpose}." if purpose else "",
        _in_the_workbook(kept_whole, language) if kept_whole else "",
        _attached(language),
    ]
    heading = "Comment ces chiffres sont faits" if fr else "How these figures are made"
    return Section(
        heading,
        paragraphs=(" ".join(filter(None, sentences)),),
        facts=tuple(kept_apart(content, language)),
    )


def _given(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Figures of earlier versions have names alone."""
    report = content["answer"]["report"]
    if "parameters" in report:
        return list(report["parameters"])
    return [
        {"fr": name, "en": name, "value": value}
        for given in content["query"]["parameters"]
        if isinstance(given, dict)
        for name, value in given.items()
        if value not in _UNSET
    ]


def _value(text: str, language: Language) -> str:
    """Amounts as people write them; a year stays as it is."""
    return shown_number(text, language) if len(text) > _LONGEST_YEAR or "." in text else text


def _typed(one: Mapping[str, Any], language: Language) -> str:
    """Of a value that a person typed, and that no data give."""
    if not one.get("typed"):
        return ""
    return " (saisi)" if language == "fr" else " (typed)"


def _attached(language: Language) -> str:
    return (
        "Le reçu signé de la passerelle et toutes les valeurs sont dans le fichier joint au PDF."
        if language == "fr"
        else "The signed receipt of the gateway and all values are in the file attached to the PDF."
    )


def _parameter(value: Any) -> str:
    """Of a service: those that have a value, by their names."""
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(f"{name} = {one}" for name, one in value.items() if one not in _UNSET)
