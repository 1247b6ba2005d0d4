"""What a reading of the source found, as five rungs and messages by cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.console.visit import Visit

MOST_MESSAGES = 5
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class CheckMessage:
    """`weight` orders them: what stops a reading, then by how many rows."""

    text: str
    remedy: str
    examples: str
    breaks: bool
    weight: int


@dataclass(frozen=True, slots=True)
class CheckView:
    rows: str
    is_partial: bool
    messages: list[CheckMessage]
    more: int
    places: list[tuple[str, str, bool, str]]


def check_view(
    check: Mapping[str, Any],
    coverage: Mapping[str, Any] | None,
    dataset: Mapping[str, Any],
    visit: Visit,
) -> CheckView:
    labels = {column["name"]: column["label"][visit.language] for column in dataset["columns"]}
    messages = [*_stops(check, visit), *_files(check, visit), *_keys(check, visit)]
    for column in check["columns"]:
        messages += _column(column, labels.get(column["column"], column["column"]), visit)
    messages.sort(key=lambda message: (not message.breaks, -message.weight))
    causes = [] if coverage is None else coverage["causes"]
    return CheckView(
        rows=visit.number(check["rows"]),
        is_partial=check["isPartial"],
        messages=messages[:MOST_MESSAGES],
        more=max(len(messages) - MOST_MESSAGES, 0),
        places=[_place(cause, visit) for cause in causes],
    )


def _stops(check: Mapping[str, Any], visit: Visit) -> list[CheckMessage]:
    is_french = visit.language == "fr"
    return [
        CheckMessage(
            stop["fr"] if is_french else stop["en"],
            stop["nextFr"] if is_french else stop["nextEn"],
            "",
            breaks=True,
            weight=0,
        )
        for stop in check["stops"]
    ]


def _files(check: Mapping[str, Any], visit: Visit) -> list[CheckMessage]:
    _ = visit.gettext
    return [
        CheckMessage(
            _(
                "%(count)s lignes de « %(file)s » n'ont pas autant de cases que les titres.",
                count=visit.number(file["leftOut"]),
                file=file["name"],
            ),
            _("Elles ne sont pas lues : corrigez-les dans le fichier."),
            ", ".join(map(str, file["lines"][:_EXAMPLES])),
            breaks=False,
            weight=file["leftOut"],
        )
        for file in check["files"]
        if file["leftOut"]
    ]


def _keys(check: Mapping[str, Any], visit: Visit) -> list[CheckMessage]:
    if not check["surplusRows"]:
        return []
    _ = visit.gettext
    return [
        CheckMessage(
            _(
                "%(count)s lignes reprennent ce qui doit distinguer une autre ligne.",
                count=visit.number(check["surplusRows"]),
            ),
            _("Dites laquelle vaut, à la source ; ou changez ce qui distingue les lignes."),
            ", ".join(check["duplicateExamples"][:_EXAMPLES]),
            breaks=False,
            weight=check["surplusRows"],
        )
    ]


def _column(column: Mapping[str, Any], label: str, visit: Visit) -> list[CheckMessage]:
    _ = visit.gettext
    messages = []
    if column["unreadable"]:
        messages.append(
            CheckMessage(
                _(
                    "« %(column)s » : %(count)s cases ne se lisent pas.",
                    column=label,
                    count=visit.number(column["unreadable"]),
                ),
                _("Elles sont données vides : corrigez-les à la source, ou le type de la colonne."),
                _examples(column["examples"], visit),
                breaks=False,
                weight=column["unreadable"],
            )
        )
    if column["outsideCodeList"]:
        messages.append(
            CheckMessage(
                _(
                    "« %(column)s » : %(count)s lignes ont une valeur qui n'est pas de la liste.",
                    column=label,
                    count=visit.number(column["outsideCodeList"]),
                ),
                _("Corrigez ces valeurs à la source, ou complétez la liste."),
                _examples(column["outsideExamples"], visit),
                breaks=False,
                weight=column["outsideCodeList"],
            )
        )
    return messages


def _examples(cells: list[Mapping[str, Any]], visit: Visit) -> str:
    words = []
    for cell in cells[:_EXAMPLES]:
        text = str(cell["text"])
        if cell["line"] is not None:
            text += " " + visit.gettext("(ligne %(line)s)", line=cell["line"])
        if cell["didYouMean"]:
            text += f" → {cell['didYouMean']} ?"
        words.append(text)
    return ", ".join(words)


def _place(cause: Mapping[str, Any], visit: Visit) -> tuple[str, str, bool, str]:
    """Words, rows, whether they count in the territory, examples."""
    examples = ", ".join(
        f"{example['code']} → {example['nowNom']}" if example["nowNom"] else str(example["code"])
        for example in cause["examples"][:_EXAMPLES]
    )
    words = cause["fr"] if visit.language == "fr" else cause["en"]
    return words, visit.number(cause["rows"]), cause["inTerritory"], examples
