"""A request as it was typed: its fields, what is missing, and the inputs of GraphQL made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from catalog.model.paris import paris_day
from gateway.console.days import read_day
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
PERSONAL: Final = 2
TEXTS: Final = (
    *("dataset", "template", "title", "legal_basis", "purpose", "start", "end", "where"),
    "answer_by",
    *("contact_name", "contact_email", "dpo_name", "dpo_email", "dpia"),
    *("persons", "recipients", "retention", "security"),
)
PLACES: Final = {
    "start": "start",
    "end": "end",
    "answerBy": "answer_by",
    "title": "title",
    "legalBasis": "legal_basis",
    "legal_basis": "legal_basis",
    "purposes": "purpose",
    "columns": "columns",
    "rows": "where",
    "contact": "contact_name",
    "personal_data": "contact_name",
    "dpo": "dpo_name",
    "dpia_reference": "dpia",
    "dpia_waiver": "dpia",
    "to": "bodies",
    "dataset": "bodies",
}
"""Of the steps of a problem's path, the field that asks it."""
EVERYWHERE: Final = "all"
_A_YEAR: Final = timedelta(days=366)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """`texts` by field; `bodies`: slugs; `columns`: names of what is asked; `how` and `why` by the
    name of a column.
    """

    texts: Mapping[str, str]
    bodies: Sequence[str] = ()
    columns: Sequence[str] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def answer_by(self) -> str:
        """The last day to answer; empty leaves it to the rule."""
        return self.texts.get("answer_by", "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """To carry the whole through a page that only confirms."""
        return [
            *((name, value) for name, value in self.texts.items() if value),
            *(("bodies", slug) for slug in self.bodies),
            *(("columns", name) for name in self.columns),
            *((f"how_{name}", self.how.get(name, "")) for name in self.columns),
            *((f"why_{name}", self.why.get(name, "")) for name in self.columns),
        ]


def typed_of(values: Mapping[str, Sequence[str]]) -> Typed:
    """`values`: every value of each field."""

    def prefixed(prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value[0].strip()
            for name, value in values.items()
            if name.startswith(prefix) and value
        }

    return Typed(
        texts={name: values[name][0].strip() for name in TEXTS if values.get(name)},
        bodies=tuple(dict.fromkeys(values.get("bodies", ()))),
        columns=tuple(dict.fromkeys(values.get("columns", ()))),
        how=prefixed("how_"),
        why=prefixed("why_"),
    )


def mistakes_of(typed: Typed, dataset: _Entry | None, visit: Visit) -> list[dict[str, str]]:
    """The mistakes that can be told before the law is asked."""
    _ = visit.gettext
    mistakes: list[tuple[str, str]] = []
    template = typed["template"]
    if dataset is None or template:
        if not template:
            mistakes.append(("template", _("Choisissez ce que vous demandez.")))
    else:
        mistakes += _of_columns(typed, dataset, visit)
    if not typed.bodies:
        mistakes.append(("bodies", _("Choisissez au moins un organisme.")))
    start, end = read_day(typed["start"]), read_day(typed["end"])
    if start is None:
        mistakes.append(("start", _("Écrivez la date ainsi : 20/11/2026.")))
    if end is None:
        mistakes.append(("end", _("Écrivez la date ainsi : 20/11/2026.")))
    if typed.answer_by:
        mistakes += _of_answer_day(read_day(typed.answer_by), end, visit)
    if start is not None and end is not None and end < start:
        mistakes.append(("end", _("La fin vient avant le début.")))
    return [{"id": name, "text": text} for name, text in mistakes]


def _of_answer_day(day: date | None, end: date | None, visit: Visit) -> list[tuple[str, str]]:
    _, today = visit.gettext, paris_day(datetime.now(UTC))
    if day is None:
        return [("answer_by", _("Écrivez la date ainsi : 20/11/2026."))]
    if not today < day <= today + _A_YEAR or (end is not None and day > end):
        words = _("Choisissez un jour à venir, d'ici un an et avant la fin de la convention.")
        return [("answer_by", words)]
    return []


def _of_columns(typed: Typed, dataset: _Entry, visit: Visit) -> list[tuple[str, str]]:
    _ = visit.gettext
    mistakes = []
    if not typed["title"]:
        mistakes.append(("title", _("Donnez un titre à la demande.")))
    if not typed["purpose"]:
        mistakes.append(("purpose", _("Choisissez à quoi les données serviront.")))
    if not typed["legal_basis"]:
        mistakes.append(("legal_basis", _("Indiquez le texte qui fonde la demande.")))
    if not typed.columns:
        mistakes.append(("columns", _("Choisissez au moins une information.")))
    for column in dataset["columns"]:
        name = column["name"]
        if name in typed.columns and is_personal(column) and not typed.why.get(name):
            label = column["labelFr" if visit.language == "fr" else "labelEn"] or name
            reason = _(
                "Dites pourquoi il vous faut « %(label)s » : elle est personnelle.", label=label
            )
            mistakes.append((f"why_{name}", reason))
    if needs_legal_block(typed, dataset):
        mistakes += _of_legal_block(typed, visit)
    return mistakes


def needs_legal_block(typed: Typed, dataset: _Entry) -> bool:
    """As the law sees it: data about persons, or one column of it that is asked for."""
    return bool(dataset["personalData"]) or any(
        is_personal(column) for column in dataset["columns"] if column["name"] in typed.columns
    )


def _of_legal_block(typed: Typed, visit: Visit) -> list[tuple[str, str]]:
    """Without these a request could be written and never sent."""
    _ = visit.gettext
    wanted = {
        "contact_name": _("Dites qui répond de ces données chez vous."),
        "contact_email": _("Écrivez son adresse électronique."),
        "persons": _("Dites de quelles personnes parlent ces données."),
        "recipients": _("Dites qui lira ces données chez vous."),
        "retention": _("Dites combien de temps vous les gardez."),
        "security": _("Dites comment vous les protégez."),
        "dpia": _("Dites pourquoi aucune analyse d'impact n'est nécessaire."),
    }
    mistakes = [(name, words) for name, words in wanted.items() if not typed[name]]
    email = typed["contact_email"]
    if email and not _EMAIL.fullmatch(email):
        mistakes.append(("contact_email", wanted["contact_email"]))
    return mistakes


def is_personal(column: _Entry) -> bool:
    return bool(column["classification"] >= PERSONAL)


def template_input(typed: Typed, dataset: str) -> dict[str, Any]:
    """`dataset`: « organisme.jeu »."""
    given: dict[str, Any] = {
        "template": typed["template"],
        "dataset": dataset,
        "start": _day(typed["start"]),
        "end": _day(typed["end"]),
        "contact": contact_of(typed, "contact"),
        "dpo": contact_of(typed, "dpo"),
    }
    optional = {
        "title": typed["title"],
        "legalBasis": typed["legal_basis"],
        "dpiaWaiver": typed["dpia"],
    }
    return given | {name: value for name, value in optional.items() if value}


def columns_input(typed: Typed, dataset: _Entry) -> dict[str, Any]:
    """Rows cannot be told apart without their key: it is asked for as a pseudonym."""
    known = {column["name"]: column for column in dataset["columns"]}
    asked_for = [name for name in typed.columns if name in known]
    keys = [name for name in dataset["primaryKey"] if name not in asked_for]
    given: dict[str, Any] = {
        "dataset": f"{dataset['owner']['slug']}.{dataset['name']}",
        "title": typed["title"],
        "columns": [
            *(
                {"name": name, "transform": _key_transform(known[name])}
                for name in keys
                if name in known
            ),
            *({"name": name, "transform": typed.how.get(name) or "CLEAR"} for name in asked_for),
        ],
        "rows": rows_of(typed["where"], dataset),
        "purposes": [typed["purpose"]],
        "legalBasis": typed["legal_basis"],
        "start": _day(typed["start"]),
        "end": _day(typed["end"]),
    }
    if needs_legal_block(typed, dataset):
        given |= _personal(typed, known)
    return given


def rows_of(where: str, dataset: _Entry) -> dict[str, Any]:
    """Everywhere, or the asking body's own territory for a competence."""
    if not where or where == EVERYWHERE:
        return {"all": True}
    bound = dataset["territory"] or {}
    at = "ROW_DATE" if bound.get("dateColumn") else "QUERY_DATE"
    return {"ownTerritory": {"competence": where, "at": at}}


def contact_of(typed: Typed, prefix: str) -> dict[str, str] | None:
    name, email = typed[f"{prefix}_name"], typed[f"{prefix}_email"]
    return {"name": name, "email": email} if name and email else None


def _personal(typed: Typed, known: Mapping[str, _Entry]) -> dict[str, Any]:
    """The reason of each personal column stands in the categories that are signed; where none is
    asked for, what is asked of data about persons.
    """
    contact = contact_of(typed, "contact") or {"name": "", "email": ""}
    labels = {name: known[name]["labelFr"] or name for name in typed.columns if name in known}
    reasons = [
        f"{label} : {typed.why[name]}" for name, label in labels.items() if typed.why.get(name)
    ]
    return {
        "relation": "SEPARATE",
        "personalData": {
            "controller": contact,
            "dpo": contact_of(typed, "dpo") or contact,
            "persons": _listed(typed["persons"]),
            "dataCategories": reasons or list(labels.values()),
            "recipients": _listed(typed["recipients"]),
            "transfers": "aucun",
            "retention": typed["retention"],
            "securityMeasures": typed["security"],
            "dpiaWaiver": typed["dpia"] or None,
        },
    }


def _key_transform(column: _Entry) -> str:
    return "KEYED_HASH" if column["type"] == "string" else "CLEAR"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def answer_day_of(typed: Typed) -> str | None:
    """The last day to answer; None leaves it to the rule."""
    return _day(typed.answer_by) or None


def _day(text: str) -> str:
    day = read_day(text)
    return "" if day is None else day.isoformat()
