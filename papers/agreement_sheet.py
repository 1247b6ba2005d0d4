"""An agreement as a sheet: its signed text in words, then who signed it and on what ground.

`signed` is the canonical JSON that approvals sign; `record` holds what happened to it after that
(`approvals`, `state`) and the names of bodies by SIREN, none of which is in the signed text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from catalog.codec import read_value
from catalog.day_words import day_in_words
from catalog.model.problem import Language
from catalog.model.row_condition import RowCondition
from catalog.row_words import RowNames, rows_in_words
from papers.agreement_words import LABELS, PERSONAL, VALUES
from papers.sheet import Fact, Section, Sheet, SheetTable
from papers.words import shown_instant, words_of

_Json = Mapping[str, Any]


def agreement_sheet(
    signed: _Json, record: _Json, digest: str, address: str, language: Language
) -> Sheet:
    fr = language == "fr"
    names = record["names"]
    return Sheet(
        language=language,
        kind="Convention" if fr else "Agreement",
        title=signed["title"],
        body=f"{_name(signed['grantor'], names)}, {_name(signed['grantee'], names)}",
        digest=digest,
        address=address,
        attached="signed.json",
        sections=(
            _about(signed, record, language),
            _columns(signed, language),
            _rows(signed, names, language),
            _terms(signed, language),
            *_personal(signed, language),
            _signatures(record, language),
        ),
        words=words_of(language),
    )


def _name(siren: str, names: Mapping[str, str]) -> str:
    return f"{names[siren]} (SIREN {siren})" if siren in names else f"SIREN {siren}"


def _day(text: str, language: Language) -> str:
    return day_in_words(date.fromisoformat(text), language)


def _word(kind: str, value: str, language: Language) -> str:
    known = VALUES[kind].get(value)
    return value if known is None else known[0 if language == "fr" else 1]


def _label(name: str, language: Language) -> str:
    return LABELS[name][0 if language == "fr" else 1]


def _about(signed: _Json, record: _Json, language: Language) -> Section:
    terms, names = signed["terms"], record["names"]
    title = terms[f"dataset_title_{language}"] or signed["dataset_id"]
    purposes = ", ".join(entry[f"label_{language}"] for entry in terms["purpose_labels"])
    facts = [
        ("citation", f"{signed['id']}@{signed['version']}"),
        ("grantor", _name(signed["grantor"], names)),
        ("grantee", _name(signed["grantee"], names)),
        (
            "dataset",
            f"{title} ({signed['dataset_id']}, version {signed['dataset_version']})",
        ),
        ("start", _day(signed["start"], language)),
        ("end", _day(signed["end"], language)),
        ("purposes", purposes or ", ".join(signed["purposes"])),
        ("legal_basis", signed["legal_basis"]),
        ("state", _word("state", record["state"], language)),
    ]
    if signed["members"] is not None:
        facts.append(("members", str(signed["members"]["competence"])))
    heading = "Entre qui, pour quoi" if language == "fr" else "Between whom, and what for"
    return Section(heading, facts=tuple(Fact(_label(key, language), text) for key, text in facts))


def _columns(signed: _Json, language: Language) -> Section:
    fr = language == "fr"
    headers = ("Colonne", "Ce que c'est", "Comment elle est donnée", "Secret légal")
    if not fr:
        headers = ("Column", "What it is", "How it is given", "Legal secret")
    none = words_of(language)["none"]
    rows = tuple(
        (
            column["name"],
            column[f"label_{language}"] or column["name"],
            _word("transform", column["transform"], language)
            + (f" : {column['constant']}" if column["constant"] else ""),
            none
            if column["secret"] is None
            else f"{_word('secret', column['secret'], language)} ({column['secret_text']})",
        )
        for column in signed["columns"]
    )
    heading = "Les colonnes données" if fr else "The columns that are given"
    return Section(heading, tables=(SheetTable("", headers, (False,) * 4, rows),))


def _rows(signed: _Json, names: Mapping[str, str], language: Language) -> Section:
    by_id = {column["column"]: column["name"] for column in signed["columns"]}
    rows: RowCondition = read_value(cast("type[Any]", RowCondition), signed["rows"])
    # Every value is told: the paper is what is signed.
    words = rows_in_words(rows, RowNames(by_id, names), most=None)
    sentences = (_as_sentence(each.fr if language == "fr" else each.en) for each in words)
    output = _word("output", signed["output"], language)
    heading = "Les lignes données" if language == "fr" else "The rows that are given"
    return Section(heading, paragraphs=(*sentences, output))


def _as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _terms(signed: _Json, language: Language) -> Section:
    terms = signed["terms"]
    none = words_of(language)["none"]
    limits, combine = terms["limits"], terms["combine"]
    joined = _word("combine", combine["kind"], language)
    if combine["datasets"]:
        joined += f" : {', '.join(combine['datasets'])}"
    facts = [
        ("combine", joined),
        ("onward_sharing", _word("onward", terms["onward_sharing"], language)),
        ("notice_days", str(terms["notice_days"])),
        ("queries_per_day", str(limits["queries_per_day"] or none)),
        ("rows_per_query", str(limits["rows_per_query"] or none)),
    ]
    if terms["unitary"] is not None:
        facts.append(("unitary", str(terms["unitary"]["max_rows"])))
    if terms["relation"] is not None:
        facts.append(("relation", _word("relation", terms["relation"], language)))
    if terms.get("hosting") is not None:
        demands = terms["hosting"].items()
        facts.append(("hosting", ", ".join(f"{key} {value}" for key, value in demands if value)))
    heading = "Les conditions" if language == "fr" else "The terms"
    return Section(heading, facts=tuple(Fact(_label(key, language), text) for key, text in facts))


def _personal(signed: _Json, language: Language) -> tuple[Section, ...]:
    block = signed["terms"]["personal_data"]
    if block is None:
        return ()
    place = 0 if language == "fr" else 1
    facts = tuple(
        Fact(labels[place], _flat(block[key])) for key, labels in PERSONAL.items() if block[key]
    )
    heading = "Données personnelles (RGPD)" if language == "fr" else "Personal data (GDPR)"
    return (Section(heading, facts=facts),)


def _flat(value: Any) -> str:
    match value:
        case Mapping():
            return ", ".join(_flat(inner) for inner in value.values())
        case list():
            return ", ".join(_flat(inner) for inner in value)
        case _:
            return str(value)


def _signatures(record: _Json, language: Language) -> Section:
    fr = language == "fr"
    none = words_of(language)["none"]
    headers = ("Pour", "En qualité de", "Le", "Délibération ou délégation", "Exécutoire le")
    if not fr:
        headers = (
            "For",
            "In the capacity of",
            "On",
            "Deliberation or delegation",
            "In force since",
        )
    rows = tuple(
        (
            _name(approval["organisation"], record["names"]),
            approval["capacity"] or none,
            shown_instant(approval["at"], language),
            approval["act"]["reference"] if approval["act"] else none,
            _day(approval["act"]["enforceable_since"], language) if approval["act"] else none,
        )
        for approval in record["approvals"]
    )
    sentence = (
        "Chaque partie a signé le texte joint à ce PDF."
        if fr
        else "Each party has signed the text that is attached to the PDF, under this digest."
    )
    heading = "Signatures"
    if not rows:
        waiting = "Personne n'a encore signé." if fr else "Nobody has signed yet."
        return Section(heading, paragraphs=(waiting,))
    table = SheetTable("", headers, (False,) * 5, rows)
    return Section(heading, paragraphs=(sentence,), tables=(table,))
