"""Where a figure comes from and how it was computed, on any paper of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.model.problem import Language
from gateway.paper.sheet import Fact, Section, SheetTable
from gateway.paper.words import words_of

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


def rest_section(tables: Sequence[str], language: Language) -> Section:
    names = ", ".join(tables)
    if language == "fr":
        sentence = f"Le classeur Excel de ce chiffre a toutes les colonnes de : {names}."
        return Section("Le détail", paragraphs=(sentence,))
    sentence = f"The Excel workbook of this figure has all columns of: {names}."
    return Section("The detail", paragraphs=(sentence,))


def sources_section(content: Mapping[str, Any], language: Language) -> Section:
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


def statement_section(
    content: Mapping[str, Any], language: Language, *, is_report: bool = False
) -> Section:
    """`is_report`: nothing else tells what is kept apart."""
    fr = language == "fr"
    query = content["query"]
    facts = [Fact("Requête" if fr else "Statement", query["text"], is_code=True)]
    if shown := ", ".join(_parameter(value) for value in query["parameters"]):
        facts.append(Fact("Paramètres" if fr else "Parameters", shown, is_code=True))
    facts += _purpose(content, language)
    if content["service"]:
        facts.append(Fact("Service", content["service"]))
    if is_report:
        facts += kept_apart(content, language)
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
