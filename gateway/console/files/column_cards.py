"""The columns of a file as cards: what is proposed, why, and what a person has answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.column_types import type_words
from gateway.console.files.cell_words import cell_words
from gateway.console.visit import Visit
from gateway.http.forms import Form

_MOST_CODES = 15


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """`number` names its fields: a header may hold anything."""

    number: int
    header: str
    label: str
    type: str
    unit: str
    takes_unit: bool
    seems_personal: bool
    is_personal: bool
    is_kept: bool
    is_in_key: bool
    meaning: str
    personal_reason: str
    examples: str
    codes: str
    is_hidden: bool
    reasons: list[str]

    @property
    def is_about_persons(self) -> bool:
        """True where a person must look at the column: the others may stay as proposed."""
        return self.seems_personal or self.is_personal


def cards_of(
    proposal: Mapping[str, Any], answers: Mapping[str, Any], visit: Visit
) -> list[ColumnCard]:
    key = answers.get("primaryKey", proposal["primaryKey"])
    return [
        _card(number, column, answers.get("columns", {}).get(column["header"], {}), key, visit)
        for number, column in enumerate(proposal["columns"])
    ]


def _card(
    number: int,
    column: Mapping[str, Any],
    answer: Mapping[str, Any],
    key: list[str],
    visit: Visit,
) -> ColumnCard:
    language, reasons = visit.language, column["reasons"]
    proposed = column["classification"] in {"personal", "sensitive"}
    return ColumnCard(
        number=number,
        header=column["header"],
        label=answer.get("label", column["label"])["fr"],
        type=_type(column, visit),
        unit=answer.get("unit", column["unit"]) or "",
        takes_unit=column["type"].partition("(")[0] in {"bigint", "integer", "decimal", "float"},
        seems_personal=proposed,
        is_personal=answer.get("personal", proposed),
        is_kept=answer.get("keep", True),
        is_in_key=column["name"] in key,
        meaning=reasons["concept"][language] if "concept" in reasons else "",
        personal_reason=reasons["classification"][language],
        examples=" ; ".join(cell_words(text, column["type"], visit) for text in column["examples"]),
        is_hidden=column.get("isHidden", False),
        codes=", ".join(column["codeList"][:_MOST_CODES]),
        reasons=[reasons[name][language] for name in ("type", "unit", "codes") if name in reasons],
    )


def _type(column: Mapping[str, Any], visit: Visit) -> str:
    if column["concept"] == "commune":
        return visit.gettext("code de commune")
    return type_words(column["type"], visit.language)


def column_answers(form: Form, proposal: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """By header, only what differs from what is proposed, or was answered: a later reading may
    propose better for the rest.
    """
    answers: dict[str, dict[str, Any]] = {}
    for number, column in enumerate(proposal["columns"]):
        if f"label-{number}" not in form:
            continue
        answer: dict[str, Any] = {
            "keep": f"keep-{number}" in form,
            "personal": f"personal-{number}" in form,
        }
        label, unit = form[f"label-{number}"], form.get(f"unit-{number}", "").strip()
        if label and label != column["label"]["fr"]:
            answer["label"] = {"fr": label}
        if f"unit-{number}" in form and unit != (column["unit"] or ""):
            answer["unit"] = unit or None
        is_proposed = column["classification"] in {"personal", "sensitive"}
        if answer["personal"] == is_proposed:
            # The finer class that is proposed (sensitive) stays, and so does its reason.
            del answer["personal"]
        answers[column["header"]] = answer
    return answers


def described_key(form: Form, proposal: Mapping[str, Any]) -> list[str] | None:
    """The names of the columns that tell one row from another; None where nothing was asked."""
    if "keyed" not in form:
        return None
    return [
        column["name"]
        for number, column in enumerate(proposal["columns"])
        if f"key-{number}" in form and f"keep-{number}" in form
    ]
